"""GET /api/kernels/ID/memory: what a kernel weighs, told by the server and not by the kernel."""

from jupyter_server.base.handlers import APIHandler
from tornado import web

from threadbook_kernel.memory import resident_bytes


class MemoryHandler(APIHandler):
    """Answers {"memory_bytes": int}; 0 where the kernel has no process on this machine."""

    auth_resource = "kernels"

    @web.authenticated
    def get(self, kernel_id: str) -> None:
        """404 when there is no such kernel."""
        if kernel_id not in self.kernel_manager:
            raise web.HTTPError(404, f"Expected a kernel that runs, {kernel_id} does not.")
        pid = getattr(self.kernel_manager.get_kernel(kernel_id).provisioner, "pid", None)
        self.finish({"memory_bytes": resident_bytes(pid) if isinstance(pid, int) else 0})


HANDLERS = [(r"/api/kernels/([0-9a-f-]{36})/memory", MemoryHandler)]
