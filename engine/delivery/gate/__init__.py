"""The gate: what was written is decoded and judged before anything is called exported.

Never trusts a plan: it measures the files and compares them with what they should be. It shares no
code with the makers of those files, so that one fault cannot hide in both.
"""
