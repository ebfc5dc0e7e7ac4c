"""make report: what the other benchmarks found, on one page, beside what they found before."""
