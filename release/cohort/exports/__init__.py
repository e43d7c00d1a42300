"""The results of a class in forms that other systems take. For the teacher: hidden checks are among them."""
