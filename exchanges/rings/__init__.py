"""Rings of reciprocal immersions: data in, rings out; no table, no page is known here.

`pool` says who would like to go where and when, and which seats are offered; `solver.solve(pool)` finds the direct
swaps and rings of at most `pool.size` structures that serve the most people, each structure of a ring giving one
person and receiving one (B1, B2). OR-Tools does the search; it is loaded by whoever solves, never by the web pages.
"""
