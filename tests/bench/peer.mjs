// SPDX-License-Identifier: GPL-3.0-or-later
//
// peer.mjs PACKAGE ALG JWKS <TOKENS: the job of `signet verify --lines` with a package from npm.
// Prints how many are valid. The key is imported once, the result cache of fast-jwt is off as it
// is by default, the algorithm is fixed by the caller.
import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'

const [name, alg, file] = process.argv.slice(2)
const jwks = JSON.parse(readFileSync(file, 'utf8'))
const peer = await import(name)
const tokens = readFileSync(0, 'utf8').split('\n').filter(line => line !== '')
const pem = createPublicKey({ key: jwks.keys[0], format: 'jwk' }).export({ type: 'spki', format: 'pem' })
let valid = 0

if (name.startsWith('fast-jwt')) {
  const verify = (peer.default ?? peer).createVerifier({ key: pem, algorithms: [alg] })
  for (const token of tokens) {
    try {
      verify(token)
      valid++
    } catch {}
  }
} else if (name === 'jsonwebtoken') {
  const key = createPublicKey(pem)
  for (const token of tokens) {
    try {
      peer.default.verify(token, key, { algorithms: [alg] })
      valid++
    } catch {}
  }
} else {
  // jose: asynchronous, on the threads of the runtime, so that several are kept under way
  const keys = peer.createLocalJWKSet(jwks)
  const window = 64
  for (let i = 0; i < tokens.length; i += window) {
    const some = tokens.slice(i, i + window).map(token => peer.jwtVerify(token, keys, { algorithms: [alg] }))
    valid += (await Promise.allSettled(some)).filter(one => one.status === 'fulfilled').length
  }
}

console.log(valid)
