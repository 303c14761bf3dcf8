#ifndef WIRETAG_GRAMMARS_HTTP_H_
#define WIRETAG_GRAMMARS_HTTP_H_

typedef struct TSLanguage TSLanguage;

#ifdef __cplusplus
extern "C" {
#endif

const TSLanguage* tree_sitter_http(void);

#ifdef __cplusplus
}
#endif

#endif  // WIRETAG_GRAMMARS_HTTP_H_
