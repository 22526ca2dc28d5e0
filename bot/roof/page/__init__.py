"""The operator's page: what the service does and why, as HTML from the server; it changes only what its buttons name.

routes  what is answered at which path        door    who may see it, and whose buttons are obeyed
views   the store -> what a page shows        reasons why a feed is asked when it is
plots   numbers -> drawings (SVG)             templates, page.css   what it looks like
"""
