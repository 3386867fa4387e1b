"""What all kernels share in memory: the packages that cells use, loaded and warmed once, before any fork."""

import gc
import importlib
import io
import os
import pkgutil

import threadbook_kernel
from threadbook_kernel import figures, fonts
from threadbook_kernel.sealed import start

LOADED_LATE = (
    *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.logger", "IPython.core.oinspect"),
    *("IPython.core.magics", "IPython.core.pylabtools", "IPython.extensions.storemagic", "IPython.utils.wildcard"),
    *("PIL.BmpImagePlugin", "PIL.GifImagePlugin", "PIL.JpegImagePlugin", "PIL.PngImagePlugin", "PIL.PpmImagePlugin"),
    *("asttokens", "executing", "pure_eval", "stack_data", "pdb", "code", "bdb", "cmd", "pydoc", "faulthandler"),
    *("email.feedparser", "email.parser", "encodings.ascii", "encodings.idna", "encodings.latin_1", "stringprep"),
    *("http.client", "http.server", "mimetypes", "xmlrpc.client", "xmlrpc.server"),
    *("pandas.io.formats.html", "pandas.io.formats.string", "pandas.io.formats.style"),
    *("pygments.formatters.terminal256", "pygments.styles", "pygments.lexers.python", "pygments.plugin"),
    *("tornado.gen", "tornado.locks", "tornado.platform.asyncio", "tornado.queues"),
    *("ipykernel.debugger", "ipykernel.ipkernel", "matplotlib.backends.backend_agg", "psutil", "csv", "sqlite3"),
)
"""Modules that a kernel or a first figure would load after the fork, each in memory of its own."""


def load() -> None:
    """Imports everything, draws a figure and shows a table, and keeps the collector from writing to all of it."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # A process that has threads cannot be forked whole.
    os.environ["MPLBACKEND"] = figures.INLINE
    os.environ["IPYTHONDIR"] = "/tmp"  # Nothing is kept in it.
    for module in pkgutil.iter_modules(threadbook_kernel.__path__, "threadbook_kernel."):
        if not module.ispkg and module.name not in _OF_THE_SERVER:
            importlib.import_module(module.name)
    fonts.install()
    import numpy
    import pandas
    from matplotlib import pyplot

    for name in LOADED_LATE:
        importlib.import_module(name)
    figure, axes = pyplot.subplots()
    axes.plot(numpy.arange(3), label="figure 图")
    axes.legend()
    axes.set_title("figure 图")
    figure.savefig(io.BytesIO(), format="png")
    pyplot.close("all")
    table = pandas.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    table._repr_html_()
    repr(table)
    start.SealedKernelApp.instance().prepare()
    gc.collect()
    gc.freeze()


_OF_THE_SERVER = frozenset(
    f"threadbook_kernel.{name}"
    for name in (
        *("__main__", "server", "order", "jupyter", "launch", "processes", "leftovers"),
        *("managers", "channels", "memory_handler", "floods"),
    )
)
"""jupyter_server is no kernel's, and takes as long to load as all else."""
