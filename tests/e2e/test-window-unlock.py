# SPDX-License-Identifier: GPL-3.0-or-later
"""A locked keyring asks for its password: dismissed, nothing is signed, and Signet says so; given, the
list is signed."""
import subprocess

from driver import App, keys, type_text
from scenario import check_equal, run
from tokens import payload_of


def prompts():
    """The windows of the keyring's prompt."""
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', 'gcr-prompter'],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return found.stdout.split()


def is_asked(app):
    app.wait(prompts, 'the prompt of the keyring')


def asks(test):
    """“Sign list” has the keyring ask for its password"""
    test.app = App()
    test.app.add_item('milk')
    test.app.page('Sign')
    test.app.press('Sign list')
    is_asked(test.app)


def dismissed(test):
    """Escape dismisses the question, and the page says that nothing was signed"""
    keys('Escape')
    test.app.wait(lambda: not prompts(), 'the prompt to go')
    test.app.shows('label', 'Nothing Was Signed')


def given(test):
    """“Ask Again” has it ask again, and with the password the list is signed"""
    test.app.press('Ask Again')
    is_asked(test.app)
    type_text('test')
    keys('Return')
    token = test.app.waits_for_text('Signed token', lambda text: text.count('.') == 2)
    check_equal(payload_of(''.join(token.split()))['groceryList'], ['milk'])


def ends(test):
    """it ends cleanly"""
    check_equal(test.app.stop(), 0)


run(asks, dismissed, given, ends)
