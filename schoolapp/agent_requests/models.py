"""The rows of this room, gathered: requests, their history, the colleagues asked, drafts."""

from schoolapp.agent_requests.request import AgentRequest
from schoolapp.agent_requests.rows import RequestContributor, RequestDraft, RequestEntry

__all__ = ["AgentRequest", "RequestContributor", "RequestDraft", "RequestEntry"]
