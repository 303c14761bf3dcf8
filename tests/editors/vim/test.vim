" vim -Es -u VIMRC FILE -S test.vim   writes to $OUT, exits with 1 when a step fails
let s:patience = str2nr(empty($WIRETAG_PATIENCE) ? '10' : $WIRETAG_PATIENCE)
let s:lines = []

function! Say(line) abort
  call add(s:lines, a:line)
  call writefile(s:lines, $OUT)
endfunction

function! Step(name, holds) abort
  for l:try in range(s:patience * 20)
    if a:holds()
      return Say('ok - ' . a:name)
    endif
    sleep 50m
  endfor
  call Say('not ok - ' . a:name)
  for l:line in getline(1, '$') + map(ale#engine#GetLoclist(bufnr('%')), 'string(v:val)')
    call Say('# ' . l:line)
  endfor
  cquit
endfunction

function! WeakTag() abort
  return filter(copy(ale#engine#GetLoclist(bufnr('%'))), "v:val.code ==# 'weak-tag-in-if-range'")
endfunction

function! Shown() abort
  return join(getbufline(bufnr('ALEPreviewWindow'), 1, '$'), "\n")
endfunction

doautocmd VimEnter
ALELint
call Step('the weak tag in If-Range is reported', {-> len(WeakTag()) == 1})
let s:found = WeakTag()[0]
call Step('it is an error at 4:11-26', {-> [s:found.type, s:found.lnum, s:found.col, s:found.end_col] == ['E', 4, 11, 26]})
call cursor(4, 14)
ALEHover
call Step('hover tells why not 206', {-> Shown() =~? 'why not 206'})
only
call cursor(4, 14)
ALECodeAction
call Step('the code action removes Range and If-Range', {-> getline(1, 3) ==# ['GET /video.mp4 HTTP/1.1', 'Host: media.example.com', '']})
silent write
call Step('the finding is gone', {-> empty(WeakTag())})
call Step('the saved file is the fixed one', {-> readfile(expand('%'))[2:4] ==# ['', "# server's current validator:", '# ETag: W/"clip-build-9"']})
qall!
