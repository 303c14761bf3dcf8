local patience = 1000 * (tonumber(vim.env.WIRETAG_PATIENCE) or 10)
local name = 'the settings are heard: hover tells of nginx'
local text = ''

local function told()
  local client = vim.lsp.get_clients()[1]
  if not client or not client.initialized then return false end
  local params = { textDocument = vim.lsp.util.make_text_document_params(0), position = { line = 3, character = 14 } }
  local answer = client.request_sync('textDocument/hover', params, 1000, 0)
  text = answer and answer.result and answer.result.contents.value or ''
  return text:find('nginx', 1, true) ~= nil
end

if vim.wait(patience, told, 50) then
  io.stdout:write('ok - ' .. name .. '\n')
  vim.cmd('qall!')
else
  io.stdout:write('not ok - ' .. name .. '\n# ' .. text:gsub('\n', '\n# ') .. '\n')
  vim.cmd('cquit 1')
end
