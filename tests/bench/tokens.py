# SPDX-License-Identifier: GPL-3.0-or-later
"""verify against the peers: many tokens, one token, ever more tokens."""
import json
import os
import statistics
import subprocess

from common import HERE, ROUNDS, Failed, Part, first_line, run

TOKENS = int(os.environ.get('BENCH_TOKENS', 20000))
GROWTH = [1000, 10000, 100000, 1000000]
ALGORITHMS = ['RS256', 'ES256', 'EdDSA']


class Tokens(Part):
    """Tokens"""

    def file(self, alg, suffix):
        return self.folder / f'{alg}.{suffix}'

    def make(self, alg):
        run([self.bin / 'bench-tokens', alg, str(TOKENS), self.folder])
        script = ('const c=require("crypto"),f=require("fs");process.stdout.write(c.createPublicKey({key:JSON.parse('
                  'f.readFileSync(process.argv[1])).keys[0],format:"jwk"}).export({type:"spki",format:"pem"}))')
        _, out = run([self.node, '-e', script, self.file(alg, 'jwks')])
        self.file(alg, 'pem').write_bytes(out.read())

    def candidates(self, alg):
        """name → command of all that can do this algorithm here; each reads tokens from stdin"""
        yield 'signet', [self.signet, 'verify', '--lines', '--jwks', self.file(alg, 'jwks')]
        if alg != 'EdDSA':
            yield 'libjwt', [self.bin / 'bench-libjwt', alg, self.file(alg, 'pem')]
        major = int(subprocess.check_output([self.node, '--version']).decode().lstrip('v').split('.')[0])
        for name in json.loads((HERE / 'package.json').read_text())['dependencies']:
            if name == 'jsonwebtoken' and alg == 'EdDSA' or name.endswith('-6') and major < 20:
                continue
            yield name, [self.node, HERE / 'peer.mjs', name, alg, self.file(alg, 'jwks')]

    def check(self, name, out):
        """the peers count what they found valid, Signet writes it"""
        text = out.read()
        valid = text.count(b'{"valid":true') if name == 'signet' else int(text)
        if valid != TOKENS:
            raise Failed(f'{name} found {valid} of {TOKENS} tokens valid')

    def many(self, alg):
        commands = dict(self.candidates(alg))
        seconds = {name: [] for name in commands}
        raw = []
        for i in range(ROUNDS + 1):
            for name, command in commands.items():
                with open(self.file(alg, 'tokens'), 'rb') as tokens:
                    took, out = run(command, stdin=tokens)
                self.check(name, out)
                if i > 0:                                        # the first round warms up
                    seconds[name].append(took)
            _, out = run([self.bin / 'bench-gnutls', alg, self.file(alg, 'tokens'), self.file(alg, 'pem')])
            if i > 0:
                raw.append(int(out.read()))
        median = {name: statistics.median(values) for name, values in seconds.items()}
        ours = median['signet']
        best = min((value, name) for name, value in median.items() if name != 'signet')
        rate = statistics.median(raw)

        self.say(f'### {TOKENS:,} {alg} tokens, whole process')
        self.say()
        self.say('| | seconds, median (min–max) | tokens a second | times Signet |')
        self.say('|---|---|---|---|')
        for name, value in sorted(median.items(), key=lambda one: one[1]):
            self.say(f'| {name} | {value:.3f} ({min(seconds[name]):.3f}–{max(seconds[name]):.3f}) | '
                     f'{TOKENS / value:,.0f} | {value / ours:.2f} |')
        self.say()
        self.say(f'Best peer: {best[1]}, {best[0] / ours:.2f} × the time of Signet. GnuTLS alone verifies '
                 f'{rate:,.0f} signatures a second on {os.cpu_count()} cores; Signet reaches '
                 f'{100 * TOKENS / ours / rate:.0f} % of that, from the start of the process to its end.')
        self.say()

    def one(self):
        token = self.file('RS256', 'tokens').read_text().split('\n', 1)[0]
        rows = {
            'signet verify, one token': [self.signet, 'verify', '--jwks', self.file('RS256', 'jwks'), token],
            'signet --version': [self.signet, '--version'],
        }
        seconds = {name: [] for name in rows}
        for i in range(ROUNDS * 3 + 1):
            for name, command in rows.items():
                took, _ = run(command)
                if i > 0:
                    seconds[name].append(took)
        self.say('### One token')
        self.say()
        self.say('| | milliseconds, median (min–max) |')
        self.say('|---|---|')
        for name, values in seconds.items():
            values = [1000 * value for value in values]
            self.say(f'| {name} | {statistics.median(values):.1f} ({min(values):.1f}–{max(values):.1f}) |')
        self.say()

    def growth(self):
        lines = self.file('RS256', 'tokens').read_bytes()
        self.say('### Time and memory by the number of RS256 tokens, through a pipe')
        self.say()
        self.say('| tokens | seconds | tokens a second | peak memory, MiB |')
        self.say('|---|---|---|---|')
        for n in GROWTH:
            if n <= TOKENS:
                feed = (b''.join(lines.splitlines(keepends=True)[:n]), 1)
            else:
                feed = (lines, n // TOKENS)
            # not our own wait4(): it counts what this process had in memory when it forked
            peak = self.folder / 'peak'
            took, _ = run(['/usr/bin/time', '-f', '%M', '-o', peak,
                           self.signet, 'verify', '--lines', '--jwks', self.file('RS256', 'jwks')], feed=feed)
            self.say(f'| {n:,} | {took:.2f} | {n / took:,.0f} | {int(peak.read_text()) / 1024:.1f} |')
        self.say()

    def describe(self):
        self.say(f'GnuTLS {first_line(["pkg-config", "--modversion", "gnutls"])}, libjwt '
                 f'{first_line(["pkg-config", "--modversion", "libjwt"])}, Node.js {first_line([self.node, "--version"])}. '
                 f'Medians of {ROUNDS} interleaved runs of whole processes.')
        self.say()
        self.say('A name with “-6” is version 6 of that package, measured where Node.js is new enough for it. The peers '
                 'only count what is valid; Signet also writes each verified token out.')
        self.say()

    def measure(self):
        self.describe()
        for alg in ALGORITHMS:
            self.make(alg)
            self.many(alg)
        self.one()
        self.growth()
