#ifndef WIRETAG_GRAMMARS_ACCESSLOG_H_
#define WIRETAG_GRAMMARS_ACCESSLOG_H_

typedef struct TSLanguage TSLanguage;

#ifdef __cplusplus
extern "C" {
#endif

const TSLanguage* tree_sitter_accesslog(void);

#ifdef __cplusplus
}
#endif

#endif  // WIRETAG_GRAMMARS_ACCESSLOG_H_
