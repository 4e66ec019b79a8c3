"""How text looks: documents as HTML, redline, plain text, Markdown and JSON."""
