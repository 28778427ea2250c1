#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hurts "signet serve" in every way that a stranger on the network could, and sees that it neither grows nor
keeps an honest client waiting.

The honest client is a process of its own that asks all the time, each time on a connection of its own, and asks
again where it was sent away: from its first try to the answer a second may pass. So that a busy machine is not
taken for a slow server, it asks a plain server of this test by turns, and twice what that one took at most is allowed
on top.
"""
import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time

PATH = '/.well-known/jwks.json'
WATCHED = 'SIGNET_TEST_TOOL' in os.environ   # by a tool that slows it down, and keeps what was freed
LIMIT = 200 if WATCHED else 20
SERVED_WITHIN = 20.0 if WATCHED else 1.0
MAY_GROW = float('inf') if WATCHED else 8 * 1024   # KiB
N_SLOW = 200 if WATCHED else 1000
FILES = 2000   # that the test may have open
FORK = multiprocessing.get_context('fork')
SERVERS = []   # to be ended, whatever happens


class Failure(AssertionError):
    """Something does not hold."""


def check(condition, what):
    """Like assert, which python -O would leave out."""
    if not condition:
        raise Failure(what)


class Server:
    """A running "signet serve"."""

    def __init__(self, *args, files=None):
        self.home = tempfile.mkdtemp(prefix='signet-hurt-')
        env = dict(os.environ, HOME=self.home)
        for name in ('DATA', 'CONFIG', 'CACHE'):
            env[f'XDG_{name}_HOME'] = os.path.join(self.home, name.lower())

        def limit():
            resource.setrlimit(resource.RLIMIT_NOFILE, (files or 1024, files or 1024))

        SERVERS.append(self)
        self.process = subprocess.Popen([os.environ['SIGNET'], 'serve', '--port', '0', *args], env=env,
                                        stdout=subprocess.PIPE, text=True, preexec_fn=limit)
        url = self.process.stdout.readline().strip()
        check(url.startswith('http://127.0.0.1:') and url.endswith(PATH), f'the address: {url!r}')
        self.port = int(url[len('http://127.0.0.1:'):-len(PATH)])

    def connect(self):
        return socket.create_connection(('127.0.0.1', self.port), LIMIT)

    def memory(self):
        """What it has in memory, in KiB."""
        with open(f'/proc/{self.process.pid}/status', encoding='ascii') as file:
            return next(int(line.split()[1]) for line in file if line.startswith('VmRSS:'))

    def ask(self, request):
        """Everything that comes back for these bytes until the server closes, or b''."""
        with self.connect() as link:
            try:
                link.sendall(request)
                link.shutdown(socket.SHUT_WR)
            except OSError:
                pass    # it need not have read all of it
            return read_all(link)

    def ends(self):
        """Ends it as a session does; it must end cleanly."""
        self.process.send_signal(signal.SIGTERM)
        check(self.process.wait(LIMIT) == 0, f'it ended with {self.process.returncode}')
        self.process.stdout.close()
        shutil.rmtree(self.home)


def read_all(link):
    found = b''
    try:
        while part := link.recv(65536):
            found += part
    except ConnectionError:
        pass
    return found


def get(path=PATH, method='GET', more='', host='localhost'):
    """The bytes of a request after which the server closes."""
    return f'{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n'.encode('latin-1')


def status_of(answer):
    return int(answer.split(b' ', 2)[1]) if answer.startswith(b'HTTP/1.') else None


def is_served(answer):
    """Whether it is the whole key set."""
    head, _, body = answer.partition(b'\r\n\r\n')
    try:
        return head.startswith(b'HTTP/1.1 200 ') and 'keys' in json.loads(body)
    except ValueError:
        return False


class Plain(socketserver.ThreadingTCPServer):
    """What this machine needs to answer anything at all just now."""
    request_queue_size = 128
    daemon_threads = True

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            self.request.recv(4096)
            self.request.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"keys":[]}')

    def __init__(self):
        super().__init__(('127.0.0.1', 0), self.Handler)


def until_served(port):
    """How many seconds pass until the key set is here, however often one has to ask."""
    start = time.monotonic()
    while time.monotonic() - start < LIMIT:
        try:
            with socket.create_connection(('127.0.0.1', port), LIMIT) as link:
                link.sendall(get())
                if is_served(read_all(link)):
                    break
        except OSError:
            pass
    return time.monotonic() - start


def be_honest(port, stop, results):
    """The honest client; puts (n, the longest wait, what is allowed)."""
    plain = Plain()
    threading.Thread(target=plain.serve_forever, daemon=True).start()
    n, longest, allowed = 0, 0.0, 0.0
    while not stop.is_set() or n == 0:
        longest = max(longest, until_served(port))
        allowed = max(allowed, SERVED_WITHIN + 2 * until_served(plain.server_address[1]))
        n += 1
    results.put((n, longest, allowed))


class Honest:
    """The honest client, while the block runs."""

    def __init__(self, server):
        self.stop, self.results = FORK.Event(), FORK.Queue()
        self.process = FORK.Process(target=be_honest, args=(server.port, self.stop, self.results))

    def __enter__(self):
        self.process.start()
        return self

    def __exit__(self, kind, value, trace):
        self.stop.set()
        n, longest, allowed = self.results.get(timeout=LIMIT)
        self.process.join()
        print(f'# honest client: served {n} times, the longest wait {longest:.3f} s of {allowed:.3f} s')
        check(kind is not None or longest <= allowed, f'an honest client waited {longest:.3f} s')


def drip(port, n, pieces, wanted):
    """n clients that send the pieces of a request one by one without end, or nothing, and come again when sent away,
    until so many connections as wanted were made."""
    clients, made, at = [None] * n, 0, 0
    end = time.monotonic() + LIMIT
    while made < wanted and time.monotonic() < end:
        at += 1
        for i, client in enumerate(clients):
            try:
                if client is None:
                    client = clients[i] = socket.socket()
                    client.setblocking(False)
                    client.connect_ex(('127.0.0.1', port))
                    made += 1
                elif pieces:
                    client.send(pieces[at % len(pieces)])
                elif client.recv(1) == b'':
                    raise ConnectionError
            except BlockingIOError:
                pass
            except OSError:
                client.close()
                clients[i] = None
    os._exit(0 if made >= wanted else 1)


def run_clients(target, *args):
    process = FORK.Process(target=target, args=args)
    process.start()
    process.join(2 * LIMIT)
    check(process.exitcode == 0, f'{target.__name__} ended with {process.exitcode}')


# --- What must hold ---

def slow_clients(server):
    """a thousand clients that drip their requests, and come again: an honest one is served within a second"""
    with Honest(server):
        run_clients(drip, server.port, N_SLOW, [b'GET ', PATH.encode(), b' HTTP/1.1\r\n', b'X: ', b'y', b'\r\n'], 6 * N_SLOW)


def silent_clients(server):
    """a thousand that say nothing at all, and a thousand that fall silent in the middle"""
    with Honest(server):
        run_clients(drip, server.port, N_SLOW, [], 2 * N_SLOW)
        links = [server.connect() for _ in range(200)]
        for link in links:
            try:
                link.sendall(b'GET ' + PATH.encode() + b' HTTP/1.1\r\nHost: local')
                link.shutdown(socket.SHUT_WR)
            except OSError:
                pass
        for link in links:
            check(not is_served(read_all(link)), 'half a request is answered with the key set')
            link.close()


def send_much(server, head, part, times):
    """Sends as much of it as is taken; what comes back, and how many bytes were taken."""
    taken = 0
    with server.connect() as link:
        try:
            link.sendall(head)
            for _ in range(times):
                link.sendall(part)
                taken += len(part)
        except OSError:
            pass
        try:
            link.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        return read_all(link), taken


def large_bodies(server):
    """bodies of 100 MB, announced or in chunks, are refused and never kept"""
    before = server.memory()
    size = 100 * 1024 * 1024
    part = b'x' * (1024 * 1024)
    chunk = b'100000\r\n' + part + b'\r\n'
    with Honest(server):
        for method in ('GET', 'POST', 'PUT'):
            announced = get(method=method, more=f'Content-Length: {size}\r\n')
            in_chunks = get(method=method, more='Transfer-Encoding: chunked\r\n')
            for head, piece in ((announced, part), (in_chunks, chunk)):
                answer, _ = send_much(server, head, piece, 100)
                check(status_of(answer) in (413, None), f'{method}: {answer[:60]}')
                check(server.memory() - before < MAY_GROW, f'{method}: it grew from {before} to {server.memory()} KiB')
    # one byte fewer than one is no body
    check(is_served(server.ask(get(more='Content-Length: 0\r\n'))), 'an empty body is none')
    check(status_of(server.ask(get(more='Content-Length: 1\r\n') + b'x')) == 413, 'one byte is a body')


def large_headers(server):
    """headers of 100 kB, in one line or in many, and headers without end"""
    before = server.memory()
    with Honest(server):
        # libsoup 3.2 takes 64 KiB, 3.6 takes 100
        for more, refused in (('X: ' + 'y' * 100_000 + '\r\n', False), ('X: y\r\n' * 17_000, False),
                              ('X: ' + 'y' * 200_000 + '\r\n', True), ('X: y\r\n' * 34_000, True)):
            answer = server.ask(get(more=more))
            check(answer == b'' or status_of(answer) in (400, 431) or not refused and is_served(answer), f'{answer[:60]}')
        for part in (b'y' * 65536, b'X: y\r\n' * 10_000):
            answer, taken = send_much(server, get()[:-2] + b'X: ', part, 2000)
            check(answer == b'' or status_of(answer) in (400, 431), f'{answer[:60]}')
            check(taken < 64 * 1024 * 1024, f'{taken} bytes of headers were taken')
    check(is_served(server.ask(get(more='X: ' + 'y' * 8_000 + '\r\n'))), 'eight thousand are none too many')
    check(server.memory() - before < MAY_GROW, f'it grew from {before} to {server.memory()} KiB')


def pipelined(server):
    """two hundred requests in one go: each is answered, in order, whole"""
    one = f'GET {PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n'.encode()
    other = b'GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n'
    with Honest(server):
        # a refusal closes; so the other is last
        answer = server.ask(one * 200 + other)
    check(answer.count(b'HTTP/1.1 200 ') == 200, f'{answer.count(b"HTTP/1.1 200 ")} answers')
    check(answer.rfind(b'HTTP/1.1 404 ') > answer.rfind(b'HTTP/1.1 200 '), 'the last is the other')


GARBAGE = [
    b'\r\n\r\n', b'\0' * 1000, b'GET\r\n\r\n', b'GET /\r\n\r\n', b'GET ' + PATH.encode() + b'\r\n\r\n',
    b'GET ' + PATH.encode() + b' HTTP/9.9\r\nHost: localhost\r\n\r\n', b'GET ' + PATH.encode() + b' HTTP/1.1\r\n\r\n',
    b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + bytes(range(200)),    # a TLS greeting
    b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    get(more='Content-Length: -1\r\n'), get(more='Content-Length: 99999999999999999999\r\n'),
    get(more='Content-Length: 5\r\nContent-Length: 6\r\n') + b'hello!',
    get(more='Content-Length: 5\r\nTransfer-Encoding: chunked\r\n') + b'0\r\n\r\n',
    get(more='Transfer-Encoding: chunked\r\n') + b'zz\r\n', get(more='Transfer-Encoding: chunked\r\n') + b'-1\r\n\r\n',
    get(host='example.com'), get(host='127.0.0.1.example.com'), get(host='localhost.'), get(host=''), get(host='\x80'),
    get(host='[::'), get(host=':'), get(host='localhost@example.com'),
]


def bad_http(server):
    """what is no HTTP, or not meant for us, is never answered with the key set"""
    chance = random.Random(7515)
    noise = [bytes(chance.randrange(256) for _ in range(chance.randrange(1, 3000))) for _ in range(50)]
    with Honest(server):
        for request in GARBAGE + noise:
            answer = server.ask(request)
            check(not is_served(answer), f'{request[:80]} is served')
            check(answer == b'' or 400 <= (status_of(answer) or 0) < 600, f'{request[:80]}: {answer[:80]}')
    check(is_served(server.ask(get())), 'and one that is right is served')


NOT_THE_PATH = [
    '/', '//', '/.well-known', '/.well-known/', PATH + 'X', PATH + '/', PATH + '.', PATH + '%00', PATH + '%20', PATH + ';x',
    '/' + PATH, PATH.replace('/j', '//j'), '/x/..' + PATH, '/.' + PATH, PATH.replace('.well', '%2ewell'),
    PATH.replace('jwks', '%6awks'), PATH.replace('/j', '%2fj'), PATH.replace('/j', '\\j'), PATH.upper(), PATH.replace('/j', '/./j'),
    PATH + '/../jwks.json', '/..' + PATH, '/%2e%2e' + PATH, '/..%2f..%2fetc/passwd', '/../../../../etc/passwd', 'jwks.json', '*',
    '/' + 'x' * 7000, '/.well-known/openid-configuration', '/encode', '/decode', '/favicon.ico', PATH + '\x80', PATH + '%', PATH + '#x',
    # what libsoup takes for the space that ends the method, or the path
    ' ' + PATH, ' /x/..' + PATH, '\t' + PATH, '\t/x/..' + PATH, PATH + '\t',
]


def other_paths(server):
    """one path is served, and nothing that only looks like it"""
    for path in NOT_THE_PATH:
        answer = server.ask(get(path))
        check(status_of(answer) in (400, 404), f'{path[:80]}: {answer[:60]}')
        check(not is_served(answer), path)
    # on a connection where all was well, and in two pieces
    one = f'GET {PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n'.encode()
    with server.connect() as link:
        link.sendall(one)
        check(link.recv(9).startswith(b'HTTP/1.1'), 'the first')
        link.sendall(b'GET /x/.')
        link.sendall(b'.' + get()[len('GET '):])
        check(b'HTTP/1.1 404 ' in read_all(link), 'the second')
    check(server.ask(one + get(PATH.replace('.w', '%2ew'))).count(b'HTTP/1.1 200 ') <= 1, 'both at once')
    for path in (PATH, PATH + '?x=%2e/../', f'http://localhost:{server.port}{PATH}'):
        check(is_served(server.ask(get(path))), f'{path} is the path')
    check(status_of(server.ask(get('http://example.com' + PATH, host='example.com'))) == 421, 'of another host')


def other_methods(server):
    """other methods are refused, and told which there are"""
    for method in ('POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'CONNECT', 'PROPFIND', 'BREW', 'get', 'X' * 3000):
        answer = server.ask(get(method=method))
        check(status_of(answer) in (400, 404, 405, 501), f'{method[:80]}: {answer[:60]}')
        check(not is_served(answer), method)
        if status_of(answer) == 405:
            check(b'\r\nAllow: GET, HEAD, OPTIONS\r\n' in answer, f'{method}: {answer}')
    check(status_of(server.ask(get(method='POST'))) == 405, 'POST')
    head = server.ask(get(method='HEAD'))
    check(status_of(head) == 200 and head.endswith(b'\r\n\r\n'), f'HEAD: {head}')


def no_growth(server):
    """after all of that it is as small as before, and everybody is served"""
    check(is_served(server.ask(get())), 'served')
    grown = server.memory() - server.start
    print(f'# memory: {server.start} KiB at first, {server.memory()} KiB at last')
    check(grown <= MAY_GROW, f'it grew by {grown} KiB')
    server.ends()


def post(path, head='', body=b''):
    """The head of a request of the HTTP interface, and the body as far as it is given."""
    return (f'POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n'
            f'Authorization: Bearer x\r\n{head}\r\n').encode() + body


def decode(body):
    return post('/decode', f'Content-Length: {len(body)}\r\n', body)


TO_DECODE = json.dumps({'jwksUri': 'file:///dev/zero', 'token': 'x' * 1000}).encode()


def http_interface(_):
    """with the HTTP interface: large, deep and slow bodies, and more than it can take at once"""
    server = Server('--api')
    for _ in range(300):
        check(is_served(server.ask(get())), 'served')
        check(status_of(server.ask(decode(TO_DECODE))) == 422, 'a refusal')
    server.start = server.memory()
    size = 100 * 1024 * 1024
    part = b'x' * (1024 * 1024)
    with Honest(server):
        for path in ('/decode', '/encode'):
            for head, piece in ((f'Content-Length: {size}\r\n', part),
                                ('Transfer-Encoding: chunked\r\n', b'100000\r\n' + part + b'\r\n')):
                answer, _ = send_much(server, post(path, head), piece, 100)
                check(status_of(answer) in (413, None), f'{path}: {answer[:60]}')
                check(server.memory() - server.start < MAY_GROW, f'{path}: it grew to {server.memory()} KiB')
        for body in (b'[' * 100_000, b'{"a":' * 100_000, b'{"jwksUri":' + b'"' * 500_000, b'\0' * 500_000, b''):
            check(status_of(server.ask(decode(body))) == 400, f'{body[:20]}')
        run_clients(drip, server.port, N_SLOW, [post('/decode', 'Content-Length: 500000\r\n'), b'{', b' ', b'"'], 3 * N_SLOW)
        answer = server.ask(decode(TO_DECODE) + decode(TO_DECODE))
        check(answer.count(b'HTTP/1.1 ') == 1 and status_of(answer) == 422, 'one for each connection')
        links = [server.connect() for _ in range(40)]
        for link in links:
            link.sendall(decode(TO_DECODE))
        answers = [read_all(link) for link in links]
        for link in links:
            link.close()
        check(all(status_of(answer) in (422, 503) for answer in answers), 'each is told')
    check(status_of(server.ask(decode(TO_DECODE))) == 422, 'and it goes on')
    no_growth(server)


def out_of_files(_):
    """out of file descriptors it goes on: an honest client is served meanwhile, and all are served afterwards"""
    server = Server(files=48)
    with Honest(server):
        links = []
        for _ in range(200):
            link = socket.socket()
            link.setblocking(False)
            link.connect_ex(('127.0.0.1', server.port))
            links.append(link)
        run_clients(drip, server.port, 200, [b'GET ', PATH.encode(), b' HTTP/1.1\r\n', b'X: ', b'y', b'\r\n'], 1000)
    for link in links:
        link.close()
    check(is_served(server.ask(get())), 'served')
    server.ends()


STEPS = [slow_clients, silent_clients, large_bodies, large_headers, pipelined, bad_http, other_paths, other_methods,
         no_growth, http_interface, out_of_files]


def main():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES if hard == resource.RLIM_INFINITY else min(hard, FILES), hard))
    server = Server()
    for _ in range(300):
        check(is_served(server.ask(get())), 'served')
    server.start = server.memory()
    failed = False
    print(f'1..{len(STEPS)}', flush=True)
    for number, step in enumerate(STEPS, 1):
        try:
            step(server)
            print(f'ok {number} - {step.__doc__}', flush=True)
        except (Failure, OSError, subprocess.TimeoutExpired) as error:
            failed = True
            print(f'# {type(error).__name__}: {error}\nnot ok {number} - {step.__doc__}', flush=True)
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    try:
        main()
    finally:
        for each in SERVERS:
            if each.process.poll() is None:
                each.process.kill()
