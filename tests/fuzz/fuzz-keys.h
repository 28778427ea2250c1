/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Keys made for the fuzz targets alone: the tokens of corpus/jws are signed with them. */
#define FUZZ_KEY_SET \
  "{\"keys\":[{\"kid\":\"rsa\",\"kty\":\"RSA\",\"n\":\"toBPjkkLRdyHeF_jS06WkJJ6g2VWi5rh18xzjHOf7zQlCRd5bTcVotgnW" \
  "xUnfusplWcmUf2IhE2Q5HhRDbUVDImP4RFAY6pHMk_VmluarW4ORNmisSO07JdBk6pnLTLSL9SvcOws9ajMefptvyK3I_GkJ" \
  "6Y8mTsaFMoSHKDDwOncdy0No94cu4CnQRSTQ6RfkQGMQ9jCEMPCeI5uxOofWUFjwx9Uc6bWcKBQhM-AlIz_l37PZgcbMbNu2" \
  "LfgffNnWtmxHx4z6ip04SnQmsMg7V-7trlLf48Nj9T-_DeaR6WqAPJYw-4OnyqbWyop72Og9zwRUSwXnjCufbvN2eXHpQ\",\"" \
  "e\":\"AQAB\"},{\"kid\":\"ec\",\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"iFZArEDUs35TfjO6A8G8CnNd6iYDi9f1gMrinAC80jU" \
  "\",\"y\":\"fsa9X6l1HFvSc9r4fwL-m7Fcd7oHMO-fw17wOhrsvGI\"},{\"kid\":\"ed\",\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\"" \
  ":\"aQC0VrqVLPEgJjKwJQz8SlyJIJdTbHim9mj4QDPLOTo\"},{\"kid\":\"ec521\",\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AHY" \
  "IksaRNTEo3KCcUrMsEgs2oc0ns5yx8mn6kOqwcm4bytfNnjw214SfF2i07e1YGykrXtYAeNzkdBVMZkqLZIvw\",\"y\":\"ALq5" \
  "qiyfVspdkXQt4fjHbl3UlIg9o1OFb0vmmX7XpttGlwCA3Vn1jlDlwgHa0ViwxjjyDED1e-uX-0dfg9FovwBK\"}]}"

/* the private half of "ed" */
#define FUZZ_PRIVATE_KEY \
  "{\"kty\":\"OKP\",\"alg\":\"EdDSA\",\"crv\":\"Ed25519\",\"x\":\"aQC0VrqVLPEgJjKwJQz8SlyJIJdTbHim9mj4QDPLOTo\",\"d\"" \
  ":\"c89NNLX6dDkdyWpdSmQTuZyMh_7XsxwkH5Iiv4_q_cY\"}"
