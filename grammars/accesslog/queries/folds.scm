(comment)+ @fold
