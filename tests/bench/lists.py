# SPDX-License-Identifier: GPL-3.0-or-later
"""A long list in the real window: frames, edits, searching."""
import os
import subprocess

from common import HERE, Failed, Part

ITEMS = int(os.environ.get('BENCH_ITEMS', 10000))


class Lists(Part):
    """Lists"""

    def measure(self):
        root = HERE.parent.parent
        env = dict(os.environ, BENCH_ITEMS=str(ITEMS), G_TEST_SRCDIR=str(root), G_TEST_BUILDDIR=str(self.build),
                   GSETTINGS_BACKEND='memory', GSETTINGS_SCHEMA_DIR=str(self.build / 'data'), GTK_A11Y='test',
                   GIO_USE_VFS='local')
        done = subprocess.run([root / 'tests/lib/session', self.bin / 'bench-list'], env=env, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        table = [line for line in done.stdout.split('\n') if line.startswith('| ')]
        # 3: it ran, and a figure is not what it must be; the table says which
        if done.returncode not in (0, 3) or not table:
            raise Failed(f'bench-list: status {done.returncode}: {done.stderr[-400:]}')
        self.say(f'A list of {ITEMS:,} items in a window of 900 × 640, drawn by cairo without a graphics card. Frames and main '
                 'thread: milliseconds of processor time; the rest: milliseconds that pass.')
        self.say()
        self.say('| | median | 95 % | worst | must reach |')
        self.say('|---|---|---|---|---|')
        for line in table:
            self.say(line)
        self.say()
