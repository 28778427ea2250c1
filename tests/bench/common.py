# SPDX-License-Identifier: GPL-3.0-or-later
"""What all parts of the benchmark have in common."""
import os
import platform
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROUNDS = int(os.environ.get('BENCH_ROUNDS', 7))


class Failed(Exception):
    """A measurement cannot be had."""


def run(command, stdin=None, feed=None):
    """(seconds, its stdout as a file) of a whole process; feed: (bytes, how often) through a pipe."""
    out = tempfile.TemporaryFile()
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE if feed else stdin or subprocess.DEVNULL,
                               stdout=out, stderr=subprocess.PIPE)
    if feed:
        block, times = feed
        for _ in range(times):
            process.stdin.write(block)
        process.stdin.close()
    errors = process.stderr.read()
    process.wait()
    seconds = time.perf_counter() - start
    process.stderr.close()
    if process.returncode != 0:
        raise Failed(f'{command}: status {process.returncode}: {errors.decode(errors="replace")[-400:]}')
    out.seek(0)
    return seconds, out


def first_line(command):
    """What a program says first, its version for one."""
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True).stdout.decode().split('\n')[0]
    except (OSError, subprocess.CalledProcessError):
        return '?'


def machine():
    """The machine, its system and what it did before."""
    cpu = next((line.split(':')[1].strip() for line in open('/proc/cpuinfo') if line.startswith('model name')), '?')
    system = next((line.split('=')[1].strip().strip('"') for line in open('/etc/os-release')
                   if line.startswith('PRETTY_NAME')), platform.system())
    return (f'{time.strftime("%Y-%m-%d")}: {os.cpu_count()} cores of {cpu}, {system}, '
            f'load before {os.getloadavg()[0]:.1f}')


class Part:
    """One part of the benchmark: measures, and says its tables."""

    def __init__(self, build, folder):
        self.bin = Path(build).resolve() / 'tests/bench'
        self.build = Path(build).resolve()
        self.signet = self.build / 'src/signet'
        self.folder = Path(folder)
        self.node = shutil.which('node') or shutil.which('nodejs')
        self.out = []

    def say(self, line=''):
        print(line, flush=True)
        self.out.append(line)
