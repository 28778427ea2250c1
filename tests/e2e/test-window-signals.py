# SPDX-License-Identifier: GPL-3.0-or-later
"""SIGTERM and SIGINT end the window wherever it runs: without a session bus, and where nothing can be saved."""
import os
import signal
import subprocess
import tempfile

from driver import App, keys, wait
from scenario import check, check_equal, run


def windows_of(process):
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(process.pid)],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return found.stdout.split()


def no_bus(_test):
    """without a session bus it opens, and ends with the signal, without a complaint of its own"""
    for number in signal.SIGTERM, signal.SIGINT:
        with tempfile.TemporaryFile('w+') as errors:
            environment = dict(os.environ, DBUS_SESSION_BUS_ADDRESS='unix:path=/nonexistent')
            with subprocess.Popen([os.environ['SIGNET']], env=environment, stderr=errors) as process:
                try:
                    wait(lambda: process.poll() is not None or windows_of(process), 'the window')
                    check_equal(process.poll(), None)
                    process.send_signal(number)
                    wait(lambda: process.poll() is not None, 'the end')
                finally:
                    process.kill()
            errors.seek(0)
            check('CRITICAL' not in errors.read(), 'it complained')
            check_equal(process.returncode, 0)


def saved(test):
    """what was saved needs no question"""
    test.app = App()
    test.app.add_item('milk')
    check_equal(test.app.stop(), 0)


def unsaved(test):
    """where nothing can be saved closing asks first"""
    os.environ['XDG_DATA_HOME'] = '/proc/none'
    test.app = App()
    test.app.add_item('milk')
    keys('ctrl+w')
    test.app.find('button', 'Close Anyway')
    check(not test.app.ended, 'it ended')


def terminated(test):
    """but a signal, whose sender nobody can ask, ends it"""
    check_equal(test.app.stop(), 0)


run(no_bus, saved, unsaved, terminated)
