# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job in the window: a list is written, signed, published and checked; one changed character
is noticed; after a restart list and key are there."""
import json
from urllib.request import ProxyHandler, build_opener

from driver import App, has_state, use_free_port
from scenario import check, check_equal, run
from tokens import header_of, payload_of, replace_in_payload

ITEMS = ['2 l milk', 'eggs', 'healthy stuff']


def fetch(url):
    with build_opener(ProxyHandler({})).open(url, timeout=20) as answer:
        return json.load(answer)


def is_published(app):
    return has_state(app.find('switch', 'Publish key set'), 'checked')


def sign(app):
    """Signs the list and returns the token, without the line breaks of its view."""
    app.press('Sign list')
    text = app.waits_for_text('Signed token', lambda text: text.count('.') == 2)
    return ''.join(text.split())


def writes_a_list(test):
    """a list is written"""
    use_free_port()
    test.app = App()
    for item in ITEMS:
        test.app.add_item(item)


def signs_it(test):
    """“Sign list” makes a token of it, with a key that is made for it"""
    test.app.page('Sign')
    test.token = sign(test.app)
    test.kid = header_of(test.token)['kid']
    check_equal(header_of(test.token)['alg'], 'RS256')
    check_equal(payload_of(test.token)['groceryList'], [{'item': 'milk', 'quantity': '2 l'}, 'eggs', 'healthy stuff'])


def publishes(test):
    """“Publish key set” publishes the key at the address it names"""
    check(not is_published(test.app), 'it is off')
    test.app.press('Publish key set', 'switch')
    test.app.wait(lambda: is_published(test.app), 'the switch to be on')
    test.url = test.app.waits_for_text('Key set address', lambda text: text.startswith('http://'), 'label')
    check(test.kid in [key['kid'] for key in fetch(test.url)['keys']], 'the key is in the set')


def finds_it_valid(test):
    """the verifier finds the token valid with that address"""
    test.app.page('Verify')
    test.app.set_text('Key set URL', test.url)
    test.app.check_token(test.token, 'Valid')
    test.app.unfold('Checks')
    test.checks = test.app.rows('Checks')
    check(len(test.checks) > 10, 'all checks are told')
    check(not [row for row in test.checks if 'failed' in row], 'none failed')
    test.app.shows('label', 'healthy stuff')


def refuses_one_character(test):
    """one other character in the payload, and it is refused: the signature failed"""
    changed = replace_in_payload(test.token, 'eggs', 'eggz')
    test.app.check_token(changed, 'Refused')
    failed = [row for row in test.app.rows('Checks') if 'failed' in row]
    check_equal(len(failed), 1)
    check('ignature' in failed[0], failed[0])
    test.app.check_token(test.token, 'Valid')


def ends(test):
    """SIGTERM ends it cleanly, publishing and all"""
    check_equal(test.app.stop(), 0)


def finds_list_and_key_again(test):
    """after a restart the list is there, and signed with the same key"""
    test.app = App()
    test.app.wait(lambda: len(test.app.rows('Items')) == len(ITEMS), 'the items')
    check_equal(sorted(row.split(',')[0] for row in test.app.rows('Items')), sorted(ITEMS))
    test.app.page('Sign')
    again = sign(test.app)
    check_equal(header_of(again)['kid'], test.kid)
    check_equal(payload_of(again)['groceryList'], payload_of(test.token)['groceryList'])
    check(payload_of(again)['jti'] != payload_of(test.token)['jti'], 'it is another token')


def publishes_again(test):
    """the key set is published as before, without a word"""
    test.app.waits_for_text('Key set address', lambda text: text == test.url, 'label')
    check(is_published(test.app), 'it is on')
    check(test.kid in [key['kid'] for key in fetch(test.url)['keys']], 'the key is in the set')
    check_equal(test.app.stop(), 0)


run(writes_a_list, signs_it, publishes, finds_it_valid, refuses_one_character, ends,
    finds_list_and_key_again, publishes_again)
