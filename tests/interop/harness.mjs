// SPDX-License-Identifier: GPL-3.0-or-later
// What both interop tests share: TAP, runs of the real signet, key sets over loopback HTTP.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const LIMIT = 20000

export const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

/** The algorithms that node-jose and jsonwebtoken know. */
export const WITHOUT_EDDSA = ALGORITHMS.filter(alg => alg !== 'EdDSA')

const tests = []
const cleanups = []

/** Adds a test: an async function that throws when it fails. */
export function test (name, run) {
  tests.push({ name, run })
}

/** Runs at the end, the last added first. */
export function cleanup (run) {
  cleanups.unshift(run)
}

/** Runs all tests, one after the other, and sets the exit status. */
export async function runTests () {
  let number = 0
  console.log(`1..${tests.length}`)
  for (const { name, run } of tests) {
    number++
    try {
      await run()
      console.log(`ok ${number} - ${name}`)
    } catch (error) {
      process.exitCode = 1
      console.error(`${name}:\n${error.stack}`) // meson shows only standard error of a test that fails
      console.log(`not ok ${number} - ${name}`)
    }
  }
  for (const run of cleanups) await run()
}

/** The peers from npm; where they are not installed (npm writes that file last) the whole test is skipped, and says so. */
export async function loadPeers () {
  if (!existsSync(new URL('node_modules/.package-lock.json', import.meta.url))) {
    console.log('1..0 # SKIP the packages from npm are not installed: ./dev test installs them')
    process.exit(0)
  }
  const require = createRequire(import.meta.url)
  return {
    jose: await import('jose'),
    jsonwebtoken: require('jsonwebtoken'),
    jwksRsa: require('jwks-rsa'),
    nodeJose: require('node-jose')
  }
}

/** A home of its own: lists, keys and cache. */
export class Home {
  constructor () {
    this.path = mkdtempSync(join(tmpdir(), 'signet-interop.'))
    this.env = { ...process.env, XDG_DATA_HOME: join(this.path, 'data'), XDG_CACHE_HOME: join(this.path, 'cache') }
    cleanup(() => rmSync(this.path, { recursive: true, force: true }))
  }

  /** Writes a file and returns its path. */
  write (name, text) {
    const path = join(this.path, name)
    writeFileSync(path, text)
    return path
  }

  /** Runs signet to its end. Returns { status, out, err }. */
  run (args, input = '') {
    return new Promise((resolve, reject) => {
      const child = spawn(process.env.SIGNET, args, { env: this.env, timeout: LIMIT })
      let out = ''
      let err = ''
      child.stdout.on('data', data => { out += data })
      child.stderr.on('data', data => { err += data })
      child.stdin.on('error', () => {}) // one that does not read its input is no failure
      child.on('error', reject)
      child.on('close', status => resolve({ status, out, err }))
      child.stdin.end(input)
    })
  }

  /** Runs signet, which must succeed; returns its output without the line end. */
  async get (args, input) {
    const { status, out, err } = await this.run(args, input)
    if (status !== 0) throw new Error(`signet ${args.join(' ')}: status ${status}: ${err}`)
    return out.replace(/\n$/, '')
  }

  /** Starts “signet serve” and returns its URL. It is ended, and must end well, at the end of the tests. */
  serve () {
    return new Promise((resolve, reject) => {
      const child = spawn(process.env.SIGNET, ['serve', '--port', '0'], { env: this.env, stdio: ['ignore', 'pipe', 'inherit'] })
      const limit = setTimeout(() => child.kill(), LIMIT)
      const closed = new Promise(resolve => child.on('close', resolve))
      child.on('error', reject)
      child.stdout.once('data', data => {
        clearTimeout(limit)
        resolve(String(data).split('\n')[0])
      })
      closed.then(status => reject(new Error(`signet serve ended with status ${status}`)))
      cleanup(async () => {
        child.kill('SIGTERM')
        const status = await closed
        if (status !== 0) {
          console.error(`signet serve ended with status ${status}`)
          process.exitCode = 1
        }
      })
    })
  }
}

/** Serves key sets by path, as a plain Node server. Returns { url, sets, requests }. */
export async function serveKeySets () {
  const sets = new Map()
  const requests = new Map()
  const server = createServer((request, response) => {
    requests.set(request.url, (requests.get(request.url) ?? 0) + 1)
    const set = sets.get(request.url)
    response.writeHead(set ? 200 : 404, { 'Content-Type': 'application/json' })
    response.end(set ? JSON.stringify(set) : '{}')
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  cleanup(() => new Promise(resolve => {
    server.close(resolve)
    server.closeAllConnections()
  }))
  return { url: `http://127.0.0.1:${server.address().port}`, sets, requests }
}

/** The token with cookies and candy in its payload; header and signature stay. */
export function addCandy (token) {
  const [header, payload, signature] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url'))
  claims.groceryList = [...claims.groceryList, 'cookies', 'candy']
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
}
