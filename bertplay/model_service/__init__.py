"""The service that answers pages: with the models of this process, or those of a Ray cluster. No torch, and no Ray on the pages' side.

base.py          the interface: answer a call, load a model, list what is in memory
local.py         the models of this process
remote.py        the models of a cluster, over HTTP
fallback.py      the cluster as long as it responds, otherwise this process
wire.py          how calls and answers are sent
replica.py       the other side: one process of the cluster
deployment.py    Ray Serve, which starts the replicas and sends each call to one that has its model loaded
"""

from bertplay.model_service.base import ModelService
from bertplay.settings import Settings


def open_model_service(settings: Settings) -> ModelService:
    """The service named in the settings."""
    from bertplay.model_service.local import LocalModels

    if settings.backend == "local":
        return LocalModels(settings)
    from bertplay.model_service.fallback import WithFallback
    from bertplay.model_service.remote import RemoteModels

    remote = RemoteModels(settings.ray_address)
    return WithFallback(remote, lambda: LocalModels(settings)) if settings.ray_fallback else remote
