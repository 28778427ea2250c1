#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""use-window.py APP: drives the window in the sandbox, as tests/e2e does outside of it."""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'tests' / 'e2e'))
import driver  # noqa: E402
from scenario import check_equal, run  # noqa: E402
from tokens import header_of, payload_of, replace_in_payload  # noqa: E402

APP = sys.argv[1]
LISTS = pathlib.Path.home() / '.var/app' / APP / 'data/signet/lists'


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
    # what follows is no polite end
    test.app.wait(lambda: any('milk' in file.read_text() for file in LISTS.glob('*.json')), 'the item on the disk')


def finds_it_again(test):
    """and is there again the next time"""
    test.app.stop()
    test.app = SandboxedApp()
    test.app.wait(lambda: test.app.rows('Items') == ['2 l milk, not bought, item 1 of 1'], 'the item')


def signs_it(test):
    """it is signed, with the key that the command line made in the sandbox"""
    test.app.page('Sign')
    test.app.press('Sign list')
    test.token = ''.join(test.app.waits_for_text('Signed token', lambda text: text.count('.') == 2).split())
    check_equal(payload_of(test.token)['groceryList'], [{'item': 'milk', 'quantity': '2 l'}])
    check_equal(header_of(test.token)['kid'], os.environ['EXPECTED_KID'])


def publishes_and_checks_it(test):
    """its key set is published, and the list is valid by it; a forged one is refused"""
    test.app.press('Publish key set', 'switch')
    test.app.wait(lambda: driver.has_state(test.app.find('switch', 'Publish key set'), 'checked'), 'the switch to be on')
    test.app.page('Verify')
    test.app.set_text('Key set URL', 'http://127.0.0.1:7515/.well-known/jwks.json')
    for token, word in ((test.token, 'Valid'), (replace_in_payload(test.token, 'milk', 'silk'), 'Refused')):
        driver.Atspi.EditableText.set_text_contents(test.app.find('text', 'Token to check'), token)
        test.app.waits_for_text('Verdict', lambda text, word=word: text.startswith(word), 'label')
    test.app.stop()


run(opens, keeps_a_list, finds_it_again, signs_it, publishes_and_checks_it)
