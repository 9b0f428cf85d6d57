-- The finding that Neovim shows in the file of $RUBRIC_FILE, by lua/rubric.lua and the server of $RUBRIC: `row:column code`, into $RUBRIC_OUT.
vim.opt.runtimepath:prepend(vim.env.RUBRIC_VIM)
vim.cmd("filetype plugin indent on")
vim.cmd("syntax on")
require("rubric").setup({ cmd = { vim.env.RUBRIC, "lsp" } })
vim.cmd("edit " .. vim.fn.fnameescape(vim.env.RUBRIC_FILE))
vim.wait(10000, function() return #vim.diagnostic.get(0) > 0 end, 20)
local out = { "filetype " .. vim.bo.filetype, "indent " .. vim.bo.indentexpr }
for _, found in ipairs(vim.diagnostic.get(0)) do
  table.insert(out, ("%d:%d %s"):format(found.lnum + 1, found.col + 1, found.code or (found.user_data and found.user_data.lsp and found.user_data.lsp.code) or "?"))
end
vim.fn.writefile(out, vim.env.RUBRIC_OUT)
vim.cmd("qall!")
