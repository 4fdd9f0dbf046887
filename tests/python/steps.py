"""Jobs whose calls are answered here: to see what is called, in which order, after what."""

import asyncio

from venice_keys import CreatedKey, Secret, ServerError

UNREACHABLE = ServerError("the server failed", code="server_error")


def key(number):
    return CreatedKey(
        id=f"key-{number}", api_key=Secret(f"VENICE_INFERENCE_KEY_UNITTEST_{number:06}")
    )


class Job:
    """A `_Job` of Client. `commits` is what its commits come to, one by one, and then True; an
    exception is raised. So is `abort`, if it is one.
    """

    def __init__(self, commits=(), abort=None, over=False):
        self.calls = []
        self.made = 0
        self.commits = list(commits)
        self.failing_abort = abort
        self.over = over

    def begin(self):
        self.made += 1
        self.calls.append(("begin", self.made))
        created = key(self.made)
        return created, (None if self.over else f"record-{self.made}")

    def commit(self, record):
        self.calls.append(("commit", record))
        come_to = self.commits.pop(0) if self.commits else True
        if isinstance(come_to, BaseException):
            raise come_to
        return come_to

    def abort(self, record, within):
        self.calls.append(("abort", record))
        self.within = within
        if self.failing_abort is not None:
            raise self.failing_abort

    def remove(self, id, within):
        self.calls.append(("remove", id))
        self.within = within
        if self.failing_abort is not None:
            raise self.failing_abort


class LentJob(Job):
    """A `_Job` whose first step gives the key alone."""

    def begin(self):
        return super().begin()[0]


class AsyncJob:
    """The same, of AsyncClient."""

    def __init__(self, job):
        self.job = job

    def may_store(self, record):
        return self.job.may_store(record)

    def __getattr__(self, name):
        return lambda *arguments: Answer(getattr(self.job, name), arguments)

    def blocking(self):
        return self.job


class Answer:
    """A call that is awaited, and then claimed."""

    def __init__(self, call, arguments):
        self.call = call
        self.arguments = arguments

    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        self.answer = self.call(*self.arguments)
        return self.answer

    def claim(self):
        return self.answer

    def give_up(self):
        pass


class Walk(Job):
    """A `_Walk` over pages of begun keys. Each page makes the names that are still missing, up to
    `size` of them; one that was committed, or was there, isn't. `ending` are the records of which
    the hold ends before they are stored.
    """

    def __init__(self, names, size=2, there=(), ending=(), **more):
        super().__init__(**more)
        self.ending = set(ending)
        self.missing = [name for name in names if name not in there]
        self.there = list(there)
        self.size = size
        self.pending = {}

    def fetch(self, cursor):
        self.calls.append(("fetch", cursor))
        items = [(("kept", name), None) for name in self.there]
        self.there = []
        for name in self.missing[: self.size]:
            self.made += 1
            record = f"record-{self.made}"
            self.pending[record] = name
            items.append((key(self.made), record))
        return items, f"cursor-{len(self.calls)}", len(self.missing) <= self.size

    def may_store(self, record):
        return record not in self.ending

    def commit(self, record):
        if super().commit(record):
            self.missing.remove(self.pending[record])
            return True
        return False
