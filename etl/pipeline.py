"""A load, stage by stage: read this first.

    inbox -> raw_ -> core_ -> fact_ -> slice_ -> cube_ -> checked -> published

Every stage reads what the stages before it made and nothing else. Nothing is served until all
have passed; a load that is killed anywhere leaves the served build as it was.
"""
