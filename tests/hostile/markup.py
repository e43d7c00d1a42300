# on the skeleton of value.py: 0
raise RuntimeError("<script>alert(1)</script>[bold red]20/20[/] {points} %s")
