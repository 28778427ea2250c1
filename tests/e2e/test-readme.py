#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What README.md shows is what happens: its console blocks run in one shell and print what it says
(“…” stands for anything), its Node program runs, and what the documents point at exists."""
import os
import pathlib
import re
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time

LIMIT = 20
SOURCE = pathlib.Path(sys.argv[1])
DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'src/DESIGN.md']
END = 'end-of-command'


def free_port():
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


def blocks(text, language):
    return re.findall(rf'^```{language}\n(.*?)^```$', text, re.S | re.M)


def steps(block):
    """Pairs of a command and the lines that it prints."""
    pairs = []
    for line in block.splitlines():
        if line.startswith('$ '):
            pairs.append((line[2:], []))
        else:
            pairs[-1][1].append(line)
    return pairs


def matches(printed, expected):
    pattern = '.*'.join(re.escape(part) for part in expected.split('…'))
    return re.fullmatch(pattern, printed) is not None


class Shell:
    def __init__(self, folder):
        self.buffer = b''
        self.process = subprocess.Popen(
            ['bash', '--noprofile', '--norc'], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env={**os.environ, 'PATH': f"{folder}/bin:{os.environ['PATH']}"})

    def write(self, line):
        self.process.stdin.write(line.encode() + b'\n')
        self.process.stdin.flush()

    def read_line(self):
        end = time.monotonic() + LIMIT
        while b'\n' not in self.buffer:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            chunk = os.read(self.process.stdout.fileno(), 65536) if ready else b''
            assert chunk, f'nothing more was printed in {LIMIT} s, only {self.buffer!r}'
            self.buffer += chunk
        line, self.buffer = self.buffer.split(b'\n', 1)
        return line.decode()

    def run(self, command, expected):
        """The lines that it prints; of one in the background as many as are expected."""
        self.write(command)
        if command.endswith('&'):
            return [self.read_line() for _ in expected]
        # on a line of its own, also behind output that ends without a newline
        self.write(f"status=$?; printf '\\n{END}\\n'; (exit $status)")
        printed = []
        while (line := self.read_line()) != END:
            printed.append(line)
        return printed[:-1] if printed[-1] == '' else printed

    def close(self):
        self.write('kill $(jobs -p); wait; exit')
        self.process.wait(LIMIT)


def run_console_blocks(shell, text, port):
    def adapt(line):
        return line.replace(':7515/', f':{port}/').replace('signet serve', f'signet serve --port {port}')

    commands = 0
    for block in blocks(text, 'console'):
        for command, expected in steps(block):
            expected = [adapt(line) for line in expected]
            printed = shell.run(adapt(command), expected)
            assert len(printed) == len(expected) and all(map(matches, printed, expected)), \
                f'{command}\nshould print\n{expected}\nand prints\n{printed}'
            commands += 1
    assert commands > 0


def run_node_blocks(folder, text, port):
    modules = SOURCE / 'tests' / 'interop' / 'node_modules'
    if shutil.which('node') is None or not (modules / 'jose').exists():
        return 'SKIP Node or its packages are not installed'
    (folder / 'node_modules').symlink_to(modules)
    programs = blocks(text, 'js')
    assert programs
    for program in programs:
        (folder / 'check.mjs').write_text(program.replace(':7515/', f':{port}/'))
        result = subprocess.run(['node', 'check.mjs'], cwd=folder, capture_output=True, text=True, timeout=LIMIT)
        assert result.returncode == 0 and 'healthy stuff' in result.stdout, result.stdout + result.stderr
    return None


def check_references():
    verbs = subprocess.run([SOURCE / 'dev', '--help'], capture_output=True, text=True, check=True).stdout
    for name in DOCUMENTS:
        text = (SOURCE / name).read_text()
        for target in re.findall(r'\]\(([^)#:]+)\)', text):
            assert (SOURCE / name).parent.joinpath(target).exists(), f'{name} links to {target}'
        for verb in re.findall(r'\./dev ([a-z]+)', text):
            assert re.search(rf'^  {verb} ', verbs, re.M), f'{name}: there is no ./dev {verb}'
        for path in re.findall(r'`((?:src|tests|data|po|flatpak)/[\w./-]+)`', text):
            assert (SOURCE / path).exists(), f'{name} names {path}'
        for path in re.findall(r'`(\w[\w-]+\.(?:c|ui))`', text):
            assert list((SOURCE / 'src').rglob(path)), f'{name} names {path}'


def main():
    tests = []
    text = (SOURCE / 'README.md').read_text()
    port = free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'bin').mkdir()
        (folder / 'bin' / 'signet').symlink_to(os.environ['SIGNET'])
        (folder / 'data').symlink_to(SOURCE / 'data')
        shell = Shell(folder)
        tests.append(('the commands print what README.md shows', lambda: run_console_blocks(shell, text, port)))
        tests.append(('its Node program accepts the token', lambda: run_node_blocks(folder, text, port)))
        tests.append(('what the documents point at exists', check_references))
        print(f'1..{len(tests)}')
        for number, (what, test) in enumerate(tests, 1):
            try:
                skip = test()
                print(f'ok {number} - {what}' + (f' # {skip}' if skip else ''))
            except (AssertionError, OSError, subprocess.SubprocessError) as error:
                print('# ' + str(error).replace('\n', '\n# '))
                print(f'not ok {number} - {what}')
        shell.close()


main()
