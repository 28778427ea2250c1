# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the keyring is locked ($KEYRING is “locked”), or there is none (“none”): the Sign page says so,
and nothing else stops working."""
import os

from driver import App
from scenario import check_equal, run

TITLE = {'locked': 'Your Keyring Is Locked', 'none': 'No Keyring Found'}[os.environ['KEYRING']]
FORGED = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../vectors/article-forged.jwt')


def writes_a_list(test):
    """a list is written"""
    test.app = App()
    test.app.add_item('milk')


def tells_what_is_wrong(test):
    """“Sign list” brings up the page that says what is wrong"""
    test.app.page('Sign')
    test.app.press('Sign list')
    test.app.shows('label', TITLE)


def goes_on_with_lists(test):
    """the List page goes on working"""
    test.app.page('List')
    test.app.focus_on('Add an item')
    test.app.add_item('eggs')
    test.app.wait(lambda: len(test.app.rows('Items')) == 2, 'two items')


def goes_on_checking(test):
    """the Verify page goes on working"""
    test.app.page('Verify')
    with open(FORGED, encoding='ascii') as file:
        test.app.set_text('Token to check', file.read().strip(), 'text')
    test.app.press('Check')
    test.app.waits_for_text('Verdict', lambda text: text == 'Refused\nToken has no Key ID', 'label')


def still_tells(test):
    """the Sign page still says so"""
    test.app.page('Sign')
    test.app.shows('label', TITLE)


def ends(test):
    """it ends cleanly"""
    check_equal(test.app.stop(), 0)


run(writes_a_list, tells_what_is_wrong, goes_on_with_lists, goes_on_checking, still_tells, ends)
