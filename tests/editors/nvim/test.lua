local patience = 1000 * (tonumber(vim.env.WIRETAG_PATIENCE) or 10)

local function say(line) io.stdout:write(line .. '\n') end

local function step(name, run)
  local done, problem = pcall(run)
  if not done then
    say('not ok - ' .. name)
    say('# ' .. tostring(problem):gsub('\n', '\n# '))
    vim.cmd('cquit 1')
  end
  say('ok - ' .. name)
end

local function wait(what, condition)
  if not vim.wait(patience, condition, 20) then error('no ' .. what .. ' within ' .. patience / 1000 .. ' s', 0) end
end

local function equal(actual, expected)
  if not vim.deep_equal(actual, expected) then
    error('expected ' .. vim.inspect(expected) .. ', got ' .. vim.inspect(actual), 0)
  end
end

local function contains(text, part)
  if not text:lower():find(part:lower(), 1, true) then error('"' .. part .. '" is not in: ' .. text, 0) end
end

local function weak_tag()
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    if diagnostic.code == 'weak-tag-in-if-range' then return diagnostic end
  end
end

local client

step('the server attaches to an .http buffer', function()
  wait('client', function()
    client = vim.lsp.get_active_clients()[1]
    return client and client.server_capabilities
  end)
  equal(client.name, 'wiretag')
end)

step('the weak tag in If-Range is an error at 4:11-27', function()
  wait('diagnostic', weak_tag)
  local found = weak_tag()
  equal({ found.lnum, found.col, found.end_lnum, found.end_col }, { 3, 10, 3, 26 })
  equal(found.severity, vim.diagnostic.severity.ERROR)
  equal(found.source, 'wiretag')
  contains(found.message, 'If-Range')
end)

step('hover tells 200 from 206', function()
  vim.api.nvim_win_set_cursor(0, { 4, 14 })
  vim.lsp.buf.hover()
  local text
  wait('hover window', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        text = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true), '\n')
        return true
      end
    end
  end)
  contains(text, '200')
  contains(text, 'why not 206')
end)

step('the code action removes Range and If-Range', function()
  local offered = {}
  vim.ui.select = function(items, _, choose)
    for _, item in ipairs(items) do
      local title = (item.action or item[2]).title
      table.insert(offered, title)
      if title:find('Ask for the whole file', 1, true) == 1 then return choose(item) end
    end
    choose(nil)
  end
  vim.lsp.buf.code_action()
  local expected = { 'GET /video.mp4 HTTP/1.1', 'Host: media.example.com', '' }
  local function applied() return vim.deep_equal(vim.api.nvim_buf_get_lines(0, 0, 3, true), expected) end
  if not vim.wait(patience, applied, 20) then
    local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
    error('offered: ' .. table.concat(offered, ', ') .. '; the buffer is\n' .. text, 0)
  end
end)

step('the diagnostic is gone', function()
  wait('end of the diagnostic', function() return not weak_tag() end)
end)

step('the saved file is the fixed one', function()
  vim.cmd('silent write')
  local saved = table.concat(vim.fn.readfile(vim.api.nvim_buf_get_name(0)), '\n')
  if saved:find('Range:', 1, true) then error('the file still says\n' .. saved, 0) end
  contains(saved, '# ETag: W/"clip-build-9"')
end)

step('in Markdown the tags of fences are found, behind a quote mark too', function()
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.WIRETAG_NOTES))
  wait('diagnostics', function() return #vim.diagnostic.get(0) >= 2 end)
  local places = {}
  for _, found in ipairs(vim.diagnostic.get(0)) do
    if found.code == 'weak-tag-in-if-range' then table.insert(places, { found.lnum, found.col }) end
  end
  table.sort(places, function(a, b) return a[1] < b[1] end)
  equal(places, { { 8, 10 }, { 15, 12 } })
end)

vim.cmd('qall!')
