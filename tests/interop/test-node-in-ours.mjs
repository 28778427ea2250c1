// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens that Node made, whose key set a Node server publishes, checked by “signet verify”: every
// algorithm, and the refusals with their codes.
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { ALGORITHMS, Home, WITHOUT_EDDSA, addCandy, loadPeers, runTests, serveKeySets, test } from './harness.mjs'

const { jose, jsonwebtoken, nodeJose } = await loadPeers()

const NOW = Math.floor(Date.now() / 1000)
const CLAIMS = { sub: 'brian', iat: NOW, exp: NOW + 3600, groceryList: ['milk', 'eggs', 'crème fraîche', '牛乳'] }
const KIND = {
  RS: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  PS: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES384: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ES512: () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
  Ed25519: () => generateKeyPairSync('ed25519') // RFC 9864's name for it, which we check and do not use
}

/** A new key of Node's own for the algorithm. */
function makeKey (alg) {
  const { privateKey, publicKey } = (KIND[alg] ?? KIND[alg.slice(0, 2)])()
  return { alg, kid: `node-${alg}`, privateKey, publicKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid: `node-${alg}`, use: 'sig', alg } }
}

const makers = {
  jose: {
    knows: () => true,
    sign: ({ alg, kid, privateKey }, claims, header = { alg, kid, typ: 'JWT' }) =>
      new jose.CompactSign(new TextEncoder().encode(JSON.stringify(claims))).setProtectedHeader(header).sign(privateKey)
  },
  'node-jose': {
    knows: alg => WITHOUT_EDDSA.includes(alg),
    sign: async ({ alg, kid, privateKey }, claims) => {
      const key = await nodeJose.JWK.asKey({ ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg })
      return nodeJose.JWS.createSign({ format: 'compact', alg, fields: { typ: 'JWT' } }, key).update(JSON.stringify(claims), 'utf8').final()
    }
  },
  jsonwebtoken: {
    knows: alg => WITHOUT_EDDSA.includes(alg),
    sign: ({ alg, kid, privateKey }, claims) => jsonwebtoken.sign(claims, privateKey, { algorithm: alg, keyid: kid })
  }
}

const home = new Home()
const server = await serveKeySets()

/** Checks with “signet verify --jwks”. */
function verify (path, token, ...options) {
  return home.run(['verify', '--jwks', server.url + path, ...options], token)
}

async function passes (path, token, ...options) {
  const { status, out, err } = await verify(path, token, ...options)
  assert.equal(status, 0, err)
  // the very bytes that were signed
  assert.equal(out, Buffer.from(token.split('.')[1], 'base64url').toString() + '\n')
}

async function refuses (code, path, token, ...options) {
  const { status, out, err } = await verify(path, token, ...options)
  assert.equal(status, 1, err)
  assert.equal(out, '')
  assert.ok(err.includes(`[${code}]`), err)
}

for (const alg of [...ALGORITHMS, 'Ed25519']) {
  const key = makeKey(alg)
  const other = makeKey(alg)
  const path = `/${alg}/.well-known/jwks.json`
  const impostor = `/impostor/${alg}/.well-known/jwks.json`
  const without = `/without/${alg}/.well-known/jwks.json`
  server.sets.set(path, { keys: [{ ...other.jwk, kid: 'spare' }, key.jwk] })
  server.sets.set(impostor, { keys: [other.jwk] })
  server.sets.set(without, { keys: [{ ...key.jwk, kid: 'another' }] })

  for (const [peer, { knows, sign }] of Object.entries(makers)) {
    if (!knows(alg)) continue

    test(`${alg}: a token of ${peer} is valid, and refused when changed, foreign or expired`, async () => {
      const token = await sign(key, CLAIMS)
      await passes(path, token)
      await refuses('bad-signature', path, addCandy(token))
      await refuses('bad-signature', impostor, token)
      await refuses('key-not-found', without, token)
      await refuses('expired', path, token, '--at', String(CLAIMS.exp))
      await passes(path, token, '--at', String(CLAIMS.exp - 1))

      const old = await sign(key, { ...CLAIMS, exp: NOW - 60 })
      await refuses('expired', path, old)
      await passes(path, old, '--at', String(NOW - 61))
    })
  }

  test(`${alg}: a token of jose without key ID is refused, and valid for the key itself as JWK or PEM`, async () => {
    const token = await makers.jose.sign(key, CLAIMS, { alg, typ: 'JWT' })
    await refuses('no-key-id', path, token)
    for (const text of [JSON.stringify(key.jwk), key.publicKey.export({ format: 'pem', type: 'spki' })]) {
      const { status, err } = await home.run(['verify', '--key', home.write('key', text)], token)
      assert.equal(status, 0, err)
    }
  })
}

test('the key sets came from the Node server', async () => {
  for (const alg of ALGORITHMS) assert.ok(server.requests.get(`/${alg}/.well-known/jwks.json`) >= 1, alg)
})

await runTests()
