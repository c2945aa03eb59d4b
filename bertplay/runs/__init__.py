"""Fine-tuning runs: their store, their queue, and the process that trains. No torch.

state.py      what a run can be, and what may follow what
tables.py     the two tables
store.py      every reading and writing of them
liveness.py   whether a worker lives: a lock that it holds
views.py      a run as everybody sees it
queue.py      who comes next, and when
keeper.py     starts workers, and finds those that died
worker.py     `python -m bertplay.runs.worker ID`: one run, one process
ready.py      `python -m bertplay.runs.ready`: a worker that waits for its run, and measures what runs cost
ready_worker.py   the server's end of it
measured.py   what was measured, in files
forecast.py   what a run will cost, before it starts
desk.py       what pages and commands ask for: start, pause, step, stop, resume, name, delete
curves.py     what a run told, as figures draw it
exports.py    CSV, JSONL, and a zip of the model
"""
