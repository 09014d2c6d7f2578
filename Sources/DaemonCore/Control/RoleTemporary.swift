enum Role { case view, operate, administer }
