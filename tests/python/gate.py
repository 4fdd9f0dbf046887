"""A relay between a client and its sandbox that holds responses back until a test has seen what it
waits for: what comes first then depends on no clock.
"""

import contextlib
import socket
import threading
from urllib.parse import urlsplit

# What a request begins with, and nothing else that is sent here.
METHODS = b"GET ", b"POST ", b"PATCH ", b"DELETE "


class Gate:
    """Requests pass as they come. Responses wait until it is opened."""

    def __init__(self, sandbox):
        url = urlsplit(sandbox.base_url)
        self._sandbox = sandbox
        self._address = url.hostname, url.port
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        self.base_url = url._replace(netloc=f"127.0.0.1:{port}").geturl()
        self._opened = threading.Event()
        self._lock = threading.Lock()
        self._pairs = []
        self.hold()
        self._start(self._accept)

    def hold(self, text="", skip=0):
        """Hold back responses to requests whose heads hold a text, after so many of them."""
        with self._lock:
            self._text, self._skip = text.encode(), skip
            self._opened.clear()

    def open(self):
        """Let every response pass, until some are to be held back again."""
        self._opened.set()

    def cut(self):
        """End all connections: what is held back is lost."""
        with self._lock:
            for pair in self._pairs:
                end(*pair)

    def environment(self):
        """For a child process whose requests are to pass here."""
        return {**self._sandbox.environment(), "VENICE_BASE_URL": self.base_url}

    def _start(self, work, *arguments):
        threading.Thread(target=work, args=arguments, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:  # it was closed
                return
            server = socket.create_connection(self._address)
            with self._lock:
                self._pairs.append((client, server))
            held = threading.Event()
            self._start(self._pass_requests, client, server, held)
            self._start(self._pass_responses, client, server, held)

    def _pass_requests(self, client, server, held):
        for sent in received(client):
            if sent.startswith(METHODS):
                if self._is_held(sent):
                    held.set()
                else:
                    held.clear()
            with contextlib.suppress(OSError):
                server.sendall(sent)
        end(client, server)

    def _is_held(self, sent):
        with self._lock:
            if self._text not in sent:
                return False
            self._skip -= 1
            return self._skip < 0

    def _pass_responses(self, client, server, held):
        for response in received(server):
            if held.is_set():
                self._opened.wait()
            with contextlib.suppress(OSError):
                client.sendall(response)
        end(client, server)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        end(self._listener)
        self._listener.close()
        self.cut()
        self.open()
        for pair in self._pairs:
            for one in pair:
                one.close()


def received(connection):
    """What comes, piece by piece, until it ends."""
    while True:
        try:
            piece = connection.recv(65536)
        except OSError:
            return
        if not piece:
            return
        yield piece


def end(*connections):
    """Ends them for whoever waits for them, too."""
    for one in connections:
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
