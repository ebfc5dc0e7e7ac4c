"""make bench: how fast, how large, beside `rasa init`'s starter bot in the same run.

python -m benchmarks.speed [--quick] [--only serving training size stages] [--starter FOLDER]

Both bots are started as their users start them and asked over REST on this machine, with the
tracker store in memory and on SQLite. Absolute times move from machine to machine; the ratios
are what is promised. Results go to results/speed.json, .txt and .png.
"""
