# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists are put into another order with the mouse, by key and by menu, and stand there again after a restart."""
import json
import os

from driver import App, drag, has_place, keys, name_of, type_text
from scenario import check_equal, run

ITEMS = (('milk', 'Dairy'), ('rolls', 'Bakery'), ('apples', 'Fruit'))


def start():
    """GTK 4.8 warns of its own accord where a drag begins before the drop of the last one is finished."""
    return App(debug='fatal-criticals')


def names(app, within):
    """What the rows begin with: their names."""
    return [row.split(',')[0] for row in app.rows(within)]


def rows_are(app, within, *expected):
    app.wait(lambda: names(app, within) == list(expected), f'{within}: {expected}')


def row_of(app, within, name):
    """The row of that name, once it has a place."""
    return app.wait(lambda: next((row for row in app.find_all('row', None, app.find('list', within))
                                  if name_of(row).split(',')[0] == name and has_place(row)), None), f'row “{name}”')


def drags(app, within, name, target, below, *expected):
    """Drags a row, and again where the window was not ready yet: what is there already stays."""
    def done():
        if names(app, within) == list(expected):
            return True
        drag(row_of(app, within, name), row_of(app, within, target), below)
        return False
    app.wait(done, f'{within}: {expected}')


def makes_lists(test):
    """Ctrl+N makes lists"""
    folder = os.path.join(os.environ['XDG_DATA_HOME'], 'signet/lists')
    os.makedirs(folder)
    with open(os.path.join(folder, '6a2f41a3-c54c-4b6b-9a5e-0d6f3c2b1a00.json'), 'w', encoding='utf-8') as file:
        json.dump({'name': 'Groceries', 'items': [{'item': item, 'aisle': aisle} for item, aisle in ITEMS]}, file)
    test.app = start()
    test.app.has_focus('Add an item')
    for name in ('Hardware', 'Barbecue'):
        keys('ctrl+n')
        test.app.has_focus('Name of the list')
        type_text(name)
        keys('Return')
        test.app.wait(lambda made=name: made in names(test.app, 'Lists'), f'the list {name}')
        test.app.wait(lambda: not test.app.find_all('entry', 'Name of the list'), 'the question to be gone')
        test.app.has_focus('Add an item')
    rows_are(test.app, 'Lists', 'Groceries', 'Hardware', 'Barbecue')


def drags_lists(test):
    """a list that is dragged with the mouse stands where it was dropped"""
    drags(test.app, 'Lists', 'Barbecue', 'Groceries', False, 'Barbecue', 'Groceries', 'Hardware')
    drags(test.app, 'Lists', 'Barbecue', 'Groceries', True, 'Groceries', 'Barbecue', 'Hardware')
    drags(test.app, 'Lists', 'Groceries', 'Hardware', True, 'Barbecue', 'Hardware', 'Groceries')


def moves_by_key(test):
    """Alt+Up moves the list that has the keyboard, and Ctrl+Z takes it back"""
    test.app.focus_on('Barbecue, 0 items', 'shift+Tab')
    keys('Down', 'Down')
    test.app.has_focus('Groceries, 3 items')
    keys('alt+Up')
    rows_are(test.app, 'Lists', 'Barbecue', 'Groceries', 'Hardware')
    test.app.has_focus('Groceries, 3 items')
    keys('ctrl+z')
    rows_are(test.app, 'Lists', 'Barbecue', 'Hardware', 'Groceries')


def moves_by_menu(test):
    """the menu of a list opens it, and moves it"""
    test.app.focus_on('Groceries, 3 items', 'shift+Tab')
    keys('Menu')
    test.app.has_focus('Rename…')
    keys('p')
    rows_are(test.app, 'Lists', 'Barbecue', 'Groceries', 'Hardware')
    test.app.wait(lambda: names(test.app, 'Items') == ['Dairy', 'milk', 'Bakery', 'rolls', 'Fruit', 'apples'], 'the list')


def keeps_order(test):
    """the next start has the lists in that order"""
    check_equal(test.app.stop(), 0)
    test.app = start()
    rows_are(test.app, 'Lists', 'Barbecue', 'Groceries', 'Hardware')


run(makes_lists, drags_lists, moves_by_key, moves_by_menu, keeps_order)
