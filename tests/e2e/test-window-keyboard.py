# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job without a mouse: every step by keyboard, token and address by way of the clipboard."""
from driver import App, has_state, keys, use_free_port
from scenario import check_equal, run


def writes_a_list(test):
    """the list is typed"""
    use_free_port()
    test.app = App()
    for item in ('milk', 'eggs'):
        test.app.add_item(item)


def signs_it(test):
    """Alt+2 goes to Sign, Ctrl+Enter signs, and Enter copies the token"""
    keys('alt+2')
    test.app.on_page('Sign')
    keys('ctrl+Return')
    test.app.waits_for_text('Signed token', lambda text: text.count('.') == 2)
    test.app.has_focus('Copy token')


def publishes(test):
    """Tab goes to “Publish key set”, and Space turns it on"""
    test.app.focus_on('Publish key set')
    keys('space')
    test.url = test.app.waits_for_text('Key set address', lambda text: text.startswith('http://'), 'label')
    test.app.wait(lambda: has_state(test.app.find('switch', 'Publish key set'), 'checked'), 'the switch to be on')


def takes_the_address_over(test):
    """the address is copied, and Alt+3 and Tab take it to the verifier"""
    test.app.focus_on('Copy Address')
    keys('Return')
    test.app.shows('label', 'Address copied')
    keys('alt+3')
    test.app.on_page('Verify')
    test.app.focus_on('Token to check')
    # past Signed By; an AdwEntryRow of libadwaita 1.2 does not report that it has the focus
    keys('Tab')
    keys('Tab')
    keys('ctrl+v')
    test.app.waits_for_text('Key set URL', lambda text: text == test.url, 'entry')


def takes_the_token_over(test):
    """so is the token"""
    keys('alt+2')
    test.app.on_page('Sign')
    test.app.focus_on('Copy token')
    keys('Return')
    test.app.shows('label', 'Token copied')
    keys('alt+3')
    test.app.on_page('Verify')
    test.app.focus_on('Token to check', 'shift+Tab')
    keys('ctrl+v')


def finds_it_valid(test):
    """it is checked at once: it is valid, and the verdict has the focus"""
    test.app.waits_for_text('Verdict', lambda text: text.startswith('Valid\n'), 'label')
    test.app.has_focus('Verdict')


def checks_again(test):
    """Ctrl+Enter in the token checks again, and leaves the token as it is"""
    token = test.app.waits_for_text('Token to check', lambda text: True)
    test.app.focus_on('Token to check', 'shift+Tab')
    keys('ctrl+Return')
    test.app.has_focus('Verdict')
    test.app.waits_for_text('Verdict', lambda text: text.startswith('Valid\n'), 'label')
    check_equal(test.app.waits_for_text('Token to check', lambda text: True), token)


def ends(test):
    """Ctrl+W closes the window, and the program ends"""
    keys('ctrl+w')
    check_equal(test.app.wait_end(), 0)


run(writes_a_list, signs_it, publishes, takes_the_address_over, takes_the_token_over, finds_it_valid,
    checks_again, ends)
