# SPDX-License-Identifier: GPL-3.0-or-later
"""The List page: a list is written with the keyboard, changed, and there again after a restart."""
import glob
import json
import os

from driver import App, has_state, keys, name_of, type_text
from scenario import check_equal, run


def rows_are(app, *expected):
    app.wait(lambda: app.rows('Items') == list(expected), f'the rows {expected}')


def stored():
    """What the one list file holds."""
    paths = glob.glob(os.path.join(os.environ['XDG_DATA_HOME'], 'signet/lists/*.json'))
    check_equal(len(paths), 1)
    with open(paths[0], encoding='utf-8') as file:
        return json.load(file)


def opens_empty(test):
    """the first start shows an empty list, and the entry has the focus"""
    test.app = App()
    test.app.shows('label', 'An Empty List')
    test.app.on_page('List')


def adds_items(test):
    """items are typed, with a quantity where there is one"""
    for text in ('2 l milk', 'eggs', '500 g flour'):
        test.app.add_item(text)
    rows_are(test.app, '2 l milk, not bought, item 1 of 3', 'eggs, not bought, item 2 of 3',
             '500 g flour, not bought, item 3 of 3')


def writes_any_script(test):
    """names in any script are taken"""
    test.app.set_text('Add an item', 'crème fraîche, 牛乳')
    keys('Return')
    rows_are(test.app, '2 l milk, not bought, item 1 of 4', 'eggs, not bought, item 2 of 4',
             '500 g flour, not bought, item 3 of 4', 'crème fraîche, 牛乳, not bought, item 4 of 4')


def ticks(test):
    """Space ticks the item that has the focus"""
    test.app.focus_on('2 l milk, not bought, item 1 of 4')
    keys('space')
    test.app.wait(lambda: has_state(test.app.find('check', 'milk'), 'checked'), 'milk to be bought')


def deletes_and_takes_back(test):
    """Delete removes an item, a toast says so, and Ctrl+Z gives it back"""
    test.app.focus_on('eggs, not bought, item 1 of 4')
    keys('Delete')
    test.app.shows('label', '“eggs” deleted')
    test.app.wait(lambda: not test.app.find_all('check', 'eggs'), 'eggs to be gone')
    # not by the button of the toast: that goes after five seconds, however slow the machine is
    keys('ctrl+z')
    test.app.wait(lambda: test.app.find_all('check', 'eggs'), 'eggs to be back')


def moves_by_key(test):
    """Alt+Down and Alt+Up move the item that has the focus, which stays on it"""
    cream = 'crème fraîche, 牛乳, not bought, item 3 of 4'
    bought = ['Bought', '2 l milk, bought, item 4 of 4']
    # what took the place of the item that was deleted still has the focus
    test.app.has_focus('500 g flour, not bought, item 2 of 4')
    keys('Up')
    test.app.has_focus('eggs, not bought, item 1 of 4')
    keys('alt+Down')
    rows_are(test.app, '500 g flour, not bought, item 1 of 4', 'eggs, not bought, item 2 of 4', cream, *bought)
    test.app.has_focus('eggs, not bought, item 2 of 4')
    keys('alt+Up')
    rows_are(test.app, 'eggs, not bought, item 1 of 4', '500 g flour, not bought, item 2 of 4', cream, *bought)
    test.app.has_focus('eggs, not bought, item 1 of 4')


def selects_and_deletes(test):
    """Ctrl+Space begins to select, Space selects one more, Delete deletes both, Ctrl+Z gives both back"""
    cream = 'crème fraîche, 牛乳, {}, item {} of {}'
    keys('ctrl+space')
    test.app.shows('label', '1 Selected')
    keys('Down')
    test.app.has_focus('500 g flour, not selected, item 2 of 4')
    keys('space')
    test.app.shows('label', '2 Selected')
    keys('Delete')
    rows_are(test.app, cream.format('not bought', 1, 2), 'Bought', '2 l milk, bought, item 2 of 2')
    test.app.has_focus(cream.format('not bought', 1, 2))
    keys('ctrl+z')
    rows_are(test.app, 'eggs, not bought, item 1 of 4', '500 g flour, not bought, item 2 of 4',
             cream.format('not bought', 3, 4), 'Bought', '2 l milk, bought, item 4 of 4')


def leaves_selecting(test):
    """Ctrl+A in the list selects all, and Escape leaves it at that"""
    test.app.has_focus('crème fraîche, 牛乳, not bought, item 3 of 4')
    keys('ctrl+a')
    test.app.shows('label', '4 Selected')
    keys('Escape')
    rows_are(test.app, 'eggs, not bought, item 1 of 4', '500 g flour, not bought, item 2 of 4',
             'crème fraîche, 牛乳, not bought, item 3 of 4', 'Bought', '2 l milk, bought, item 4 of 4')


def ends_and_keeps(test):
    """SIGTERM ends the program cleanly, and the file holds the list"""
    check_equal(test.app.stop(), 0)
    check_equal([(item['item'], item.get('quantity'), item.get('done', False)) for item in stored()['items']],
                [('milk', '2 l', True), ('eggs', None, False), ('flour', '500 g', False),
                 ('crème fraîche, 牛乳', None, False)])


def finds_again(test):
    """after a restart the list is there"""
    test.app = App()
    items = test.app.find('list', 'Items')
    test.app.shows('label', 'eggs', items)
    check_equal(sorted(name_of(check) for check in test.app.find_all('check', within=items)),
                sorted(['milk', 'eggs', 'flour', 'crème fraîche, 牛乳']))
    check_equal([has_state(test.app.find('check', name), 'checked') for name in ('milk', 'eggs')], [True, False])


def suggests(test):
    """what was bought before is suggested while somebody types; Down chooses it, and Enter adds it as it was bought"""
    test.app.has_focus('Add an item')
    type_text('MI')
    test.app.wait(lambda: test.app.find_all('row', 'milk, 2 l, bought once'), 'milk to be suggested')
    keys('Down')
    test.app.wait(lambda: test.app.find('entry', 'Add an item').get_description() ==
                  'milk, 2 l, bought once, suggestion 1 of 1', 'milk to be chosen')
    keys('Return')
    rows_are(test.app, 'eggs, not bought, item 1 of 5', '500 g flour, not bought, item 2 of 5',
             'crème fraîche, 牛乳, not bought, item 3 of 5', '2 l milk, not bought, item 4 of 5',
             'Bought', '2 l milk, bought, item 5 of 5')
    test.app.has_focus('Add an item')


def quits_by_key(test):
    """Ctrl+W ends the program cleanly"""
    keys('ctrl+w')
    check_equal(test.app.wait_end(), 0)


run(opens_empty, adds_items, writes_any_script, ticks, deletes_and_takes_back, moves_by_key,
    selects_and_deletes, leaves_selecting, ends_and_keeps, finds_again, suggests, quits_by_key)
