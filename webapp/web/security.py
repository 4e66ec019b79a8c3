"""What the browser is told it may do with our pages."""

from __future__ import annotations

from flask import Flask, Response, request

from webapp.web.live import hub_origin

OWN_CONNECTIONS = "connect-src 'self'"
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        OWN_CONNECTIONS,
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
ONLY_TLS = "max-age=31536000; includeSubDomains"


def secure(app: Flask) -> None:
    """Send the policies with every answer."""

    def add_policies(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if origin := hub_origin():
            response.headers["Content-Security-Policy"] = CONTENT_POLICY.replace(
                OWN_CONNECTIONS, f"{OWN_CONNECTIONS} {origin}"
            )
        if app.config["SERVE_OVER_TLS"]:
            response.headers["Strict-Transport-Security"] = ONLY_TLS
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    app.after_request(add_policies)
