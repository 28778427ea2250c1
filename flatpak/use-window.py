#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""use-window.py APP: drives the window in the sandbox, as tests/e2e does outside of it."""
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'tests' / 'e2e'))
import driver  # noqa: E402
from scenario import run  # noqa: E402

APP = sys.argv[1]


class SandboxedApp(driver.App):
    """Is found by its name, since it has another process ID in there."""

    def _find_root(self):
        self._check_running()
        desktop = driver.Atspi.get_desktop(0)
        desktop.clear_cache()
        return next((app for app in driver.children(desktop) if app.get_name() == APP and app.get_child_count() > 0), None)

    def stop(self):
        subprocess.run(['flatpak', 'kill', APP], check=True)
        driver.wait(lambda: self.ended, 'the program to end')


def opens(test):
    """the window opens"""
    test.app = SandboxedApp()
    test.app.on_page('List')


def keeps_a_list(test):
    """a list is written in it"""
    test.app.add_item('2 l milk')
    test.app.wait(lambda: test.app.rows('Items') == ['2 l milk, not bought, item 1 of 1'], 'the item')


def finds_it_again(test):
    """and is there again the next time"""
    test.app.stop()
    test.app = SandboxedApp()
    test.app.wait(lambda: test.app.rows('Items') == ['2 l milk, not bought, item 1 of 1'], 'the item')


run(opens, keeps_a_list, finds_it_again)
