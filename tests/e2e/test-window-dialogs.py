# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialogs Keys, History and Trusted Signers, and the page of a key that has changed: each is opened,
something is done in it, and what came of it is looked for; by accessible names and the keyboard."""
import json
import os
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from driver import App, has_state, keys, name_of, type_text, use_free_port
from scenario import check, check_equal, run
from tokens import header_of


class Whitney:
    """Somebody else: with keys of her own, and a server that publishes what she wants it to."""

    def __init__(self):
        self.published = b'{"keys":[]}'
        whitney = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):  # pylint: disable=invalid-name
                self.send_response(200)
                self.send_header('Content-Length', str(len(whitney.published)))
                self.end_headers()
                self.wfile.write(whitney.published)

            def log_message(self, *_args):  # pylint: disable=arguments-differ
                pass

        self.server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.url = f'http://127.0.0.1:{self.server.server_address[1]}/jwks.json'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.new_computer('old')

    def new_computer(self, name):
        """A key that nobody announced."""
        self.home = os.path.join(os.environ['XDG_RUNTIME_DIR'], 'whitney-' + name)
        self.signet('keys', 'create')

    def signet(self, *args, text=''):
        return subprocess.run([os.environ['SIGNET'], *args], env={**os.environ, 'XDG_DATA_HOME': self.home},
                              input=text.encode(), stdout=subprocess.PIPE, check=True).stdout

    def sign(self, *items):
        claims = {'iss': 'Whitney', 'listName': 'Barbecue', 'groceryList': items}
        return self.signet('sign', text=json.dumps(claims)).decode().strip()

    def publish(self):
        self.published = self.signet('jwks')

    def fingerprint(self, kid):
        listed = json.loads(self.signet('keys', 'list', '--json'))
        return next(key['fingerprint'] for key in listed if key['kid'] == kid)


def start():
    """The window. Questions measure their texts in less room than these need, which libadwaita 1.7 warns of itself."""
    return App(debug='fatal-criticals')


def dialog(test, name):
    return test.app.wait(lambda: next((node for node in test.app.find_all('window') if name_of(node) == name), None), name)


def closes(test, name):
    keys('Escape')
    test.app.wait(lambda: not [node for node in test.app.find_all('window') if name_of(node) == name], f'“{name}” to close')
    # keys that come before the window is in front again are nobody's
    test.app.wait(lambda: has_state(test.app.window, 'active'), 'the window to be in front')


def shows_row(test, list_name, condition, what):
    """Waits for a row of a list, the first that fits; returns its name."""
    return test.app.wait(lambda: next((row for row in test.app.rows(list_name) if condition(row)), None), what)


def signs(test):
    """a list is signed, with a key that is made for it"""
    use_free_port()
    test.app = start()
    test.app.add_item('eggs')
    test.app.page('Sign')
    test.app.press('Sign list')
    text = test.app.waits_for_text('Signed token', lambda text: text.count('.') == 2)
    test.token = ''.join(text.split())
    test.kid = header_of(test.token)['kid']


def shows_the_key(test):
    """Keys shows the key in use, with its ID and fingerprint, and that it signed one list"""
    keys('ctrl+k')
    window = dialog(test, 'Keys')
    row = shows_row(test, 'Current', lambda name: name == 'In Use', 'the key in use')
    check_equal(row, 'In Use')
    test.app.wait(lambda: [node for node in test.app.find_all('label', None, window)
                           if name_of(node).endswith('1 list signed')], 'how many lists it signed')
    test.app.focus_on('In Use')
    keys('Return')
    test.app.shows('label', test.kid, window)


def revokes_it(test):
    """Revoke… names what dies, Cancel is what Enter does, and after Revoke the next key signs"""
    window = dialog(test, 'Keys')
    test.app.focus_on('Revoke…')
    keys('Return')
    test.app.shows('label', 'Revoke This Key?')
    test.app.has_focus('Cancel')
    keys('Return')
    test.app.wait(lambda: not test.app.find_all('label', 'Revoke This Key?'), 'the question to be gone')
    check(not test.app.find_all('label', 'Revoked', window) or 'In Use' in test.app.rows('Current'), 'it is in use still')

    test.app.focus_on('Revoke…')
    keys('Return')
    test.app.shows('label', 'Revoke This Key?')
    test.app.press('Revoke')
    shows_row(test, 'Revoked', lambda name: name.startswith('Revoked'), 'the key to be revoked')
    closes(test, 'Keys')


def keeps_history(test):
    """History has the list, whose key was revoked since; search finds it by an item, and nothing by another"""
    keys('ctrl+h')
    dialog(test, 'History')
    test.app.has_focus('Search by list, person or item')
    row = shows_row(test, 'History', lambda name: name.startswith('Groceries'), 'the list that was signed')
    check(row.endswith('Revoked'), row)
    type_text('candy')
    test.app.shows('label', 'Nothing Found')
    test.app.set_text('Search by list, person or item', 'eggs')
    shows_row(test, 'History', lambda name: name.startswith('Groceries'), 'the list with eggs')


def forgets_and_takes_back(test):
    """Delete forgets an entry, Undo takes it back"""
    keys('Tab')
    test.app.has_focus('Today')
    keys('Down')
    test.app.wait(lambda: (test.app.focused()[1] or '').startswith('Groceries'), 'the focus on the entry')
    keys('Delete')
    test.app.shows('label', 'Nothing Checked Yet')
    test.app.press('Undo')
    shows_row(test, 'History', lambda name: name.startswith('Groceries'), 'it to be back')


def opens_an_entry(test):
    """Enter opens an entry in Verify, where it is refused: its key was revoked"""
    test.app.has_focus('Search by list, person or item')
    keys('Tab')
    test.app.has_focus('Today')
    keys('Down')
    test.app.wait(lambda: (test.app.focused()[1] or '').startswith('Groceries'), 'the focus on the entry')
    keys('Return')
    test.app.on_page('Verify')
    verdict = test.app.waits_for_text('Verdict', lambda text: text.startswith('Refused'), 'label')
    check_equal(verdict, 'Refused\nThe key was revoked')


def adds_a_signer(test):
    """Trusted Signers is empty, and takes somebody with the address of her key set"""
    test.whitney = Whitney()
    test.list = test.whitney.sign('milk', 'charcoal')
    test.whitney.publish()
    test.app.activate('signers')
    window = dialog(test, 'Trusted Signers')
    test.app.shows('label', 'Nobody Yet', window)
    test.app.press('Add Somebody…')
    dialog(test, 'Add Signer')
    test.app.set_text('Name', 'Whitney')
    test.app.set_text('Address or File', test.whitney.url)
    test.app.press('Add')
    test.app.wait(lambda: not [node for node in test.app.find_all('window') if name_of(node) == 'Add Signer'], 'it to be added')
    test.known = test.whitney.fingerprint(header_of(test.list)['kid'])
    test.app.shows('label', 'Whitney', window)
    closes(test, 'Trusted Signers')


def checks_with_her(test):
    """what she signed is valid"""
    test.app.page('List')
    test.app.page('Verify')
    test.app.choose('Signed By', 'Whitney')
    verdict = test.app.check_token(test.list, 'Valid')
    check_equal(verdict, 'Valid\nWhitney signed this list')
    check_equal(test.app.stop(), 0)


def warns_of_another_key(test):
    """a key that she never announced is a loud page with both fingerprints, and Keep is what Enter does"""
    test.whitney.new_computer('new')
    test.forged = test.whitney.sign('milk', 'cookies', 'candy')
    test.whitney.publish()
    test.new = test.whitney.fingerprint(header_of(test.forged)['kid'])
    # the next day: nobody remembers what was fetched
    shutil.rmtree(os.path.join(os.environ['XDG_CACHE_HOME'], 'signet'))

    test.app = start()
    test.app.page('Verify')
    test.app.choose('Signed By', 'Whitney')
    verdict = test.app.check_token(test.forged, 'Not trusted')
    check_equal(verdict, 'Not trusted\nThis is not the key you know')
    test.app.waits_for_text('Fingerprint of the known key', lambda text: text == test.known, 'label')
    test.app.waits_for_text('Fingerprint of the new key', lambda text: text == test.new, 'label')
    test.app.shows('label', 'What the Token Says')
    test.app.focus_on('Keep the Known Key')
    keys('Return')
    test.app.wait(lambda: not test.app.seen('button', 'Keep the Known Key'), 'the question to be answered')


def trusts_it_when_told(test):
    """Trust the New Key… asks once more, with Cancel first; then the list is valid"""
    test.app.press('Check')
    test.app.shows('button', 'Trust the New Key…')
    test.app.press('Trust the New Key…')
    test.app.shows('label', 'Trust the New Key?')
    test.app.has_focus('Cancel')
    keys('Return')
    test.app.wait(lambda: not test.app.find_all('label', 'Trust the New Key?'), 'the question to be gone')
    test.app.waits_for_text('Verdict', lambda text: text.startswith('Not trusted'), 'label')
    test.app.press('Trust the New Key…')
    test.app.shows('label', 'Trust the New Key?')
    test.app.press('Trust')
    verdict = test.app.waits_for_text('Verdict', lambda text: text.startswith('Valid'), 'label')
    check_equal(verdict, 'Valid\nWhitney signed this list')


def removes_her(test):
    """Remove… asks, and her list is that of a stranger again"""
    test.app.activate('signers')
    window = dialog(test, 'Trusted Signers')
    test.app.focus_on('Whitney')
    keys('Return')
    test.app.shows('button', 'Remove…', window)
    test.app.press('Remove…')
    test.app.shows('label', 'Remove Whitney?')
    test.app.press('Remove')
    test.app.shows('label', 'Nobody Yet', window)
    closes(test, 'Trusted Signers')
    test.app.set_text('Key set URL', test.whitney.url)
    verdict = test.app.check_token(test.forged, 'Valid, but…')
    check_equal(verdict, 'Valid, but…\nYou have not met this signer before')
    check(not has_state(test.app.window, 'defunct'), 'it runs')
    check_equal(test.app.stop(), 0)


run(signs, shows_the_key, revokes_it, keeps_history, forgets_and_takes_back, opens_an_entry, adds_a_signer,
    checks_with_her, warns_of_another_key, trusts_it_when_told, removes_her)
