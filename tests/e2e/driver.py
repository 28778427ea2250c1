# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives Signet's window over AT-SPI, as a screen reader and a keyboard would.

Widgets are found by role and accessible name; the names of DESIGN.md are matched exactly. Nothing
sleeps: wait() looks again whenever the window reports a change, and gives up at a limit.

What GTK 4.8 makes of AT-SPI, and what is done about it here: every page of a stack is in the tree,
shown or not, so is_shown() asks which widget stands at a place; a widget cannot be focused over
AT-SPI, so focus_on() walks there with Tab; a button with a mnemonic is named "_Save Save".
"""
import os
import signal
import socket
import subprocess
import sys

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

LIMIT = 20  # seconds that anything may take

# roles with nothing of interest inside; a view switcher alone has 150 widgets in its tabs
LEAVES = {'image', 'label', 'page tab', 'scroll bar'}

# roles that only hold others, and never have the keyboard
CONTAINERS = {'filler', 'image', 'panel', 'scroll bar', 'scroll pane', 'separator'}

# the states that a tree for people shows
TOLD_STATES = ('active', 'checked', 'expanded', 'focused', 'pressed', 'selected')

# what is heard of every change of the window
EVENTS = ('object:', 'window:')

ROLES = {
    'button': {'push button', 'button', 'toggle button'},
    'check': {'check box'},
    'entry': {'text', 'entry', 'password text'},
    'label': {'label', 'static'},
    'list': {'list', 'list box', 'table'},
    'row': {'list item', 'table row'},
    'switch': {'switch', 'check box', 'toggle button'},
    'tab': {'page tab'},
    'text': {'text', 'entry'},
    'window': {'frame', 'window', 'dialog', 'alert'},
}


class Failure(AssertionError):
    """What the window should have done, and did not."""


def wait(condition, what, limit=LIMIT):
    """Waits until condition() is true and returns what it gave. Looks after every report of a change,
    and four times a second for what reports nothing; but leaves the window as much time as it takes."""
    loop = GLib.MainLoop()
    answer, problem, sources, taken = [], [], {}, [0]

    def look():
        started = GLib.get_monotonic_time()
        try:
            value = condition()
        except GLib.Error:  # a widget went while it was looked at
            value = None
        except Exception as error:  # pylint: disable=broad-except
            problem.append(error)
            loop.quit()
            return
        taken[0] = (GLib.get_monotonic_time() - started) // 1000
        if value:
            answer.append(value)
            loop.quit()

    def changed(_event):
        if 'soon' not in sources:
            sources['soon'] = GLib.timeout_add(max(30, taken[0]), look_soon)

    def look_soon():
        del sources['soon']
        look()
        return GLib.SOURCE_REMOVE

    def look_again():
        look()
        return GLib.SOURCE_CONTINUE

    def give_up():
        del sources['limit']
        loop.quit()
        return GLib.SOURCE_REMOVE

    look()
    if not answer and not problem:
        listener = Atspi.EventListener.new(changed)
        for event in EVENTS:
            listener.register(event)
        sources['again'] = GLib.timeout_add(250, look_again)
        sources['limit'] = GLib.timeout_add_seconds(limit, give_up)
        loop.run()
        for source in sources.values():
            GLib.source_remove(source)
        for event in EVENTS:
            listener.deregister(event)
    if problem:
        raise problem[0]
    if not answer:
        raise Failure(f'{what}: not in {limit} s')
    return answer[0]


def children(node):
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield child


def walk(node):
    """Yields the widgets under node with their roles, in the order of a screen reader."""
    stack = [node]
    while stack:
        node = stack.pop()
        role = node.get_role_name()
        yield node, role
        if role not in LEAVES:
            stack.extend(reversed(list(children(node))))


def name_of(node):
    """The name; of "_Save Save", which is what GTK 4.8 makes of a mnemonic, the second half."""
    name = node.get_name() or ''
    half = len(name) // 2
    if '_' in name[:half] and name[half:half + 1] == ' ' and name[:half].replace('_', '') == name[half + 1:]:
        return name[half + 1:]
    return name


def has_state(node, state):
    return node.get_state_set().contains(getattr(Atspi.StateType, state.upper()))


def text_of(node):
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def press(node):
    """Does what a click on the widget does."""
    names = [Atspi.Action.get_action_name(node, i) for i in range(Atspi.Action.get_n_actions(node))]
    for name in ('click', 'toggle', 'press', 'activate'):
        if name in names:
            if not Atspi.Action.do_action(node, names.index(name)):
                raise Failure(f'“{node.get_name()}” refused “{name}”')
            return
    raise Failure(f'“{node.get_name()}” can only do {names}')


def keys(*names):
    """Presses keys: 'Return', 'ctrl+Return', 'alt+2'."""
    subprocess.run(['xdotool', 'key', '--clearmodifiers', *names], check=True)


def type_text(text):
    """Types on the keyboard, whose layout knows ASCII only."""
    assert text.isascii()
    subprocess.run(['xdotool', 'type', '--clearmodifiers', '--delay', '5', text], check=True)


def use_free_port():
    """Has the key set published at a port that is free now: other tests publish theirs meanwhile."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        port = probe.getsockname()[1]
    subprocess.run(['gsettings', 'set', 'io.github.signetlist.Signet', 'port', str(port)], check=True)


class App:
    """A running window. Ends with stop(), or by itself: both are waited for."""

    def __init__(self, *args, debug='fatal-warnings'):
        launcher = Gio.SubprocessLauncher.new(Gio.SubprocessFlags.NONE)
        launcher.setenv('G_DEBUG', debug, True)
        self.process = launcher.spawnv([os.environ['SIGNET'], *args])
        self.ended = False
        self.root = None
        self.known = {}
        self.focus = None  # the widget that was last reported to have the keyboard
        self.listener = Atspi.EventListener.new(self._focus_moved)
        self.listener.register('object:state-changed:focused')
        self.process.wait_async(None, self._ended)
        try:
            self.root = wait(self._find_root, 'Signet on the accessibility bus')
            self.window = self.find('window', 'Signet')
        except Exception:
            self.kill()
            raise

    def _ended(self, process, result):
        process.wait_finish(result)
        self.ended = True

    def _focus_moved(self, event):
        if event.detail1 and event.source.get_application() == self.root:
            self.focus = event.source

    def _check_running(self):
        if not self.ended:
            return
        how = (f'with status {self.process.get_exit_status()}' if self.process.get_if_exited()
               else f'by signal {self.process.get_term_sig()}')
        raise Failure(f'the program ended {how}')

    def _find_root(self):
        self._check_running()
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        pid = int(self.process.get_identifier())
        for app in children(desktop):
            if app.get_process_id() == pid and app.get_child_count() > 0:
                return app
        return None

    def wait(self, condition, what, limit=LIMIT):
        """wait(), over at once when the program ends."""
        def look():
            self._check_running()
            return condition()
        return wait(look, what, limit)

    def _each(self, kind, name, within):
        roles = ROLES[kind]
        for node, role in walk(within or self.root):
            if role not in roles or kind == 'entry' and 'EditableText' not in node.get_interfaces():
                continue
            if name is None or name_of(node) == name:
                yield node

    def find_all(self, kind, name=None, within=None):
        """The widgets of that kind and name; name None: any."""
        return list(self._each(kind, name, within))

    def _look_for(self, kind, name):
        """The widget of that kind and name that there is now, or None. Those found are remembered: a walk
        through all the widgets takes far longer than to ask one whether it is still there."""
        known = self.known.get((kind, name))
        try:
            if known is not None and name_of(known) == name:
                return known
        except GLib.Error:
            pass
        for node in self._each(kind, name, None):
            # a menu button is two, and the inner one acts
            if kind not in ('button', 'tab') or Atspi.Action.get_n_actions(node) > 0:
                self.known[kind, name] = node
                return node
        return None

    def find(self, kind, name, limit=LIMIT):
        """The first widget of that kind and name, once there is one."""
        return self.wait(lambda: self._look_for(kind, name), f'{kind} “{name}”', limit)

    def hides_folded(self):
        """Whether this GTK keeps from screen readers what is not to be seen: other pages, rows that are folded."""
        return [int(n) for n in self.root.get_toolkit_version().split('.')[:2]] >= [4, 10]

    def is_shown(self, node):
        """Whether the widget is what one sees at its place in the window."""
        box = node.get_extents(Atspi.CoordType.WINDOW)
        if box.width <= 0 or box.height <= 0:
            return False
        if self.hides_folded():
            return has_state(node, 'showing')
        window = node
        while window is not None and window.get_role_name() not in ROLES['window']:
            window = window.get_parent()
        there = (window or self.window).get_accessible_at_point(box.x + box.width // 2, box.y + box.height // 2,
                                                                Atspi.CoordType.WINDOW)
        while there is not None:
            if there == node:
                return True
            there = there.get_parent()
        return False

    def seen(self, kind, name, within=None):
        """The widget of that kind and name that can be seen now, or None."""
        return next((node for node in self.find_all(kind, name, within) if self.is_shown(node)), None)

    def shows(self, kind, name, within=None):
        """Waits until a widget of that kind and name is seen; returns it."""
        return self.wait(lambda: self.seen(kind, name, within), f'{kind} “{name}” to be seen')

    def press(self, name, kind='button'):
        press(self.find(kind, name))

    def activate(self, action):
        """Does what a menu or another program does with the program; newer GTK gives no names to items of menus."""
        subprocess.run(['gapplication', 'action', 'io.github.signetlist.Signet', action], check=True)

    def choose(self, name, choice):
        """Chooses from the row of that name, with the keyboard."""
        self.focus_on(name)
        row = self.focused()[0]
        keys('Return')
        self.wait(lambda: self.focused()[0] not in (None, row), 'the choices')
        keys('Home')
        for _ in range(20):
            node, _name = self.focused()
            if any(name_of(label) == choice for label in self.find_all('label', None, node)):
                keys('Return')
                self.wait(lambda: self.focused()[0] == row, 'the choices to close')
                return
            keys('Down')
            self.wait(lambda node=node: self.focused()[0] != node, 'the next choice')
        raise Failure(f'“{choice}” is no choice of “{name}”')

    def page(self, name):
        """Goes to a page with its tab."""
        press(self.find('tab', name))
        self.on_page(name)

    def on_page(self, name):
        self.wait(lambda: any(has_state(tab, 'selected') for tab in self.find_all('tab', name)), f'page “{name}”')

    def set_text(self, name, text, kind='entry'):
        node = self.find(kind, name)
        if not Atspi.EditableText.set_text_contents(node, text):
            raise Failure(f'“{name}” cannot be written')

    def waits_for_text(self, name, condition, kind='text', what=None):
        """Waits until the text of that widget fits; returns it."""
        def look():
            node = self._look_for(kind, name)
            text = text_of(node) if node is not None else None
            return (text,) if text is not None and condition(text) else None
        return self.wait(look, what or f'the text of “{name}”')[0]

    def add_item(self, text):
        """Types an item into the entry of the List page, which must have the focus."""
        self.has_focus('Add an item')
        type_text(text)
        self.waits_for_text('Add an item', lambda shown: shown == text, 'entry')
        keys('Return')
        self.waits_for_text('Add an item', lambda shown: shown == '', 'entry')

    def check_token(self, token, word):
        """Has the Verify page check a token; returns the verdict, which must begin with that word."""
        self.set_text('Token to check', token, 'text')
        self.press('Check')
        return self.waits_for_text('Verdict', lambda text: text.split('\n')[0] == word, 'label', f'verdict “{word}”')

    def unfold(self, name):
        """Opens the row of that name, where what is folded is not among the widgets."""
        if self.wait(lambda: (self.hides_folded() and self._look_for('list', name) is None,), 'the rows')[0]:
            self.focus_on(name)
            keys('Return')

    def rows(self, name):
        """The names of the rows of a list."""
        def look():
            node = self._look_for('list', name)
            return node and ([name_of(row) for row in self.find_all('row', within=node)],)
        return self.wait(look, f'list “{name}”')[0]

    def focused(self):
        """The widget that has the keyboard and its name; None twice where none has it."""
        def look():
            try:
                if self.focus is not None and has_state(self.focus, 'focused'):
                    return self.focus, name_of(self.focus)
            except GLib.Error:
                self.focus = None
            for node, role in walk(self.root):
                if role not in CONTAINERS and has_state(node, 'focused'):
                    return node, name_of(node)
            return None, None
        return self.wait(look, 'the focus')

    def has_focus(self, name):
        """Waits until the widget of that name has the keyboard."""
        self.wait(lambda: self.focused()[1] == name, f'the focus on “{name}”')

    def focus_on(self, name, key='Tab', most=60):
        """Walks with Tab until the widget of that name has the keyboard."""
        passed = []
        for _ in range(most):
            node, found = self.focused()
            if found == name:
                return
            keys(key)
            try:
                self.wait(lambda: self.focused()[0] != node, 'the focus to move', 3)
            except Failure:
                pass  # it stays where nothing else can take it, or does not tell (an AdwEntryRow of 1.2)
            passed.append(found)
        raise Failure(f'{key} never came to “{name}”, only to {passed}')

    def stop(self):
        """Asks the program to end, as a session does, and returns its exit status."""
        if not self.ended:
            self.process.send_signal(signal.SIGTERM)
        return self.wait_end()

    def wait_end(self):
        wait(lambda: self.ended, 'the program to end')
        if not self.process.get_if_exited():
            raise Failure(f'the program ended by signal {self.process.get_term_sig()}')
        return self.process.get_exit_status()

    def kill(self):
        """For a test that failed."""
        if not self.ended:
            self.process.force_exit()
            wait(lambda: self.ended, 'the program to die')

    def tree(self):
        """The widgets that have a name or a text, one a line, for whoever has to find out what went wrong."""
        lines = []

        def add(node, depth):
            try:
                role, name = node.get_role_name(), node.get_name() or ''
                text = text_of(node) if 'Text' in node.get_interfaces() else ''
                if text or (name and not name.startswith(('Gtk', 'Adw'))):
                    states = [state for state in TOLD_STATES if has_state(node, state)]
                    told = f'{role} “{name}” {" ".join(states)}'
                    lines.append('  ' * depth + told + (f' = {text[:400]!r}' if text not in ('', name) else ''))
                    depth += 1
                if role not in LEAVES:
                    for child in children(node):
                        add(child, depth)
            except GLib.Error as error:
                lines.append('  ' * depth + f'gone: {error.message}')

        add(self.root, 0)
        return '\n'.join(lines)


def keep_evidence(app):
    """Prints the tree and keeps a picture of the screen where the build keeps its logs. On standard error:
    meson shows nothing else of a test that fails."""
    name = os.environ.get('SIGNET_TEST_NAME', 'window')
    if app is not None and not app.ended:
        print(app.tree(), file=sys.stderr)
    picture = os.path.join(os.environ.get('SIGNET_TEST_LOGS', '.'), name + '.png')
    try:
        subprocess.run(['import', '-window', 'root', picture], check=True)
        print('The screen:', picture, file=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        print('No picture of the screen:', error, file=sys.stderr)
