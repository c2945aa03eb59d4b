"""The command that starts what a cluster does for the pages: it answers, and it trains."""

from typing import Annotated

import typer

from bertplay.cli.base import Commands, Json, show_json
from bertplay.settings import get_settings

commands = Commands("Cluster")


@commands.add
def serve_cluster(
    replicas: Annotated[int, typer.Option(min=1, help="Processes that answer; one for each machine.")] = 1,
    cpus: Annotated[float, typer.Option(min=0, help="Processors of each.")] = 1.0,
    gpus: Annotated[float, typer.Option(min=0, help="Graphics cards of each; fractions are allowed.")] = 0.0,
    run_cpus: Annotated[float, typer.Option(min=0, help="Processors of a run.")] = 1.0,
    run_gpus: Annotated[float, typer.Option(min=0, help="Graphics cards of a run.")] = 0.0,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets the pages of other machines ask.")] = "localhost",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    is_json: Json = False,
) -> None:
    """Run the models and trainings of servers with BERTPLAY_BACKEND=ray on the Ray cluster of this machine, until stopped."""
    from bertplay.cluster import Cluster

    with Cluster() as cluster:
        cluster.answer(replicas, cpus, gpus, host, port)
        cluster.train(get_settings(), run_cpus, run_gpus)
        if is_json:
            show_json({"address": f"http://{host}:{port}", "replicas": replicas})
        else:
            typer.echo(f"{replicas} replicas answer at http://{host}:{port}.")
        cluster.wait()
