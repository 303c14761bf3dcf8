vcl 4.1;
import std; # modules
backend web { .host = "192.0.2.1"; .port = "8080"; }

sub vcl_recv {
  #FASTLY recv
  if (req.http.Cookie ~ "session=" && req.url !~ "^/static/") {
    return (pass);
  }
  unset req.http.If-None-Match; // dropped
  return(hash);
}

sub vcl_backend_response {
  /* an hour
     of grace */
  set beresp.ttl = 120s;
  set beresp.grace = 1h;
  set beresp.http.ETag = "W/" + beresp.http.ETag;
  set beresp.http.X-Page = {"long "quoted" text"};
  std.log("stored " + beresp.ttl);
}
