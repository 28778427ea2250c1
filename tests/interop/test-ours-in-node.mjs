// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens of ours, checked by Node against a running “signet serve”: every algorithm, and the refusals.
import assert from 'node:assert/strict'
import { ALGORITHMS, Home, WITHOUT_EDDSA, addCandy, loadPeers, runTests, test } from './harness.mjs'

const { jose, jsonwebtoken, jwksRsa, nodeJose } = await loadPeers()

const DAY = 24 * 60 * 60
const LIST = ['milk', 'eggs', 'healthy stuff']

// algorithm: { token, url, set, kid }
const made = new Map()

async function make (alg) {
  const home = new Home()
  const kid = await home.get(['keys', 'create', '--alg', alg])
  const url = await home.serve()
  const token = await home.get(['sign'], JSON.stringify({ userId: 'brian', groceryList: LIST }))
  const set = await (await fetch(url)).json()
  assert.equal(jose.decodeProtectedHeader(token).kid, kid)
  assert.equal(jose.decodeProtectedHeader(token).alg, alg)
  return { token, url, set, kid }
}

/** The key set of another home, whose key goes by the ID of ours. */
async function impostor (alg, kid) {
  const home = new Home()
  const own = await home.get(['keys', 'create', '--alg', alg])
  const { keys } = JSON.parse(await home.get(['jwks']))
  const key = keys.find(key => key.kid === own)
  assert.ok(key)
  return { keys: [{ ...key, kid }] }
}

for (const alg of ALGORITHMS) {
  test(`${alg}: a key is made and published, and a token signed`, async () => {
    made.set(alg, await make(alg))
  })

  test(`${alg}: jose checks it against the served key set, and knows a changed or expired one`, async () => {
    const { token, url, set, kid } = made.get(alg)
    const remote = jose.createRemoteJWKSet(new URL(url))
    const { payload, protectedHeader } = await jose.jwtVerify(token, remote, { algorithms: [alg], subject: 'brian' })
    assert.deepEqual(payload.groceryList, LIST)
    assert.equal(payload.exp, payload.iat + DAY)
    assert.equal(protectedHeader.typ, 'JWT')

    await assert.rejects(jose.jwtVerify(addCandy(token), remote), { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })
    await assert.rejects(jose.jwtVerify(token, remote, { currentDate: new Date((payload.exp + 1) * 1000) }),
      { code: 'ERR_JWT_EXPIRED' })
    await jose.jwtVerify(token, remote, { currentDate: new Date((payload.exp - 1) * 1000) })

    await jose.jwtVerify(token, jose.createLocalJWKSet(set))
    await assert.rejects(jose.jwtVerify(token, jose.createLocalJWKSet(await impostor(alg, kid))),
      { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })
  })

  test(`${alg}: the key ID is the RFC 7638 thumbprint that jose computes, and nothing private is published`, async () => {
    const { set, kid } = made.get(alg)
    const key = set.keys.find(key => key.kid === kid)
    assert.equal(await jose.calculateJwkThumbprint(key, 'sha256'), kid)
    assert.equal(key.alg, alg)
    assert.equal(key.use, 'sig')
    for (const key of set.keys) {
      for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) assert.ok(!(member in key), member)
    }
  })
}

for (const alg of WITHOUT_EDDSA) {
  test(`${alg}: jsonwebtoken with jwks-rsa checks it, and knows a changed, foreign or expired one`, async () => {
    const { token, url, kid } = made.get(alg)
    const client = jwksRsa({ jwksUri: url })
    const getKey = (header, done) => client.getSigningKey(header.kid)
      .then(key => done(null, key.getPublicKey()), error => done(error))
    const verify = (token, options) => new Promise((resolve, reject) => {
      jsonwebtoken.verify(token, getKey, { algorithms: [alg], ...options },
        (error, payload) => error ? reject(error) : resolve(payload))
    })
    const payload = await verify(token, { subject: 'brian' })
    assert.deepEqual(payload.groceryList, LIST)

    await assert.rejects(verify(addCandy(token)), { message: 'invalid signature' })
    await assert.rejects(verify(token, { clockTimestamp: payload.exp + 1 }), { name: 'TokenExpiredError' })
    await verify(token, { clockTimestamp: payload.exp - 1 })

    const { keys: [other] } = await impostor(alg, kid)
    const pem = await jose.exportSPKI(await jose.importJWK(other, alg))
    assert.throws(() => jsonwebtoken.verify(token, pem, { algorithms: [alg] }), { message: 'invalid signature' })
  })

  test(`${alg}: node-jose checks it, and knows a changed or foreign one`, async () => {
    const { token, set, kid } = made.get(alg)
    const verify = async (token, set) =>
      nodeJose.JWS.createVerify(await nodeJose.JWK.asKeyStore(set), { algorithms: [alg] }).verify(token)
    const { payload } = await verify(token, set)
    assert.deepEqual(JSON.parse(payload).groceryList, LIST)
    await assert.rejects(verify(addCandy(token), set), { message: 'no key found' })
    await assert.rejects(verify(token, await impostor(alg, kid)), { message: 'no key found' })
  })
}

await runTests()
