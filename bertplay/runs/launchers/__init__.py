"""Where a worker is started, and whether it is alive.

base.py         what the scheduler asks for
local.py        a process of this machine
ray_actor.py    an actor on any machine of a Ray cluster
elsewhere.py    nothing: the scheduler of the cluster does it
"""
