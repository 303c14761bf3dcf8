vim.o.swapfile = false
vim.api.nvim_create_autocmd({ 'BufRead', 'BufNewFile' }, { pattern = { '*.http', '*.rest' }, command = 'setfiletype http' })
vim.api.nvim_create_autocmd('FileType', {
  pattern = 'http',
  callback = function(event)
    local client = vim.lsp.start_client({
      name = 'wiretag',
      cmd = { vim.env.WIRETAG_BINARY, 'lsp' },
      root_dir = vim.fn.fnamemodify(event.file, ':p:h'),
    })
    if client then vim.lsp.buf_attach_client(event.buf, client) end
  end,
})
