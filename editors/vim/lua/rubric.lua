-- The language server in Neovim 0.7 and later:   require("rubric").setup({ sample = "leads.csv" })
--
-- options, all of which may be left out: cmd, how the server is started; on_attach and capabilities as any client of vim.lsp has them; any
-- other is a setting of the server (docs/editors.md). One server serves all rule files of a folder.
local M = {}
local clients = {} -- of Neovim 0.7, by folder

local function root_of(buffer)
  local file = vim.api.nvim_buf_get_name(buffer)
  local git = vim.fn.finddir(".git", vim.fn.fnamemodify(file, ":p:h") .. ";")
  return git ~= "" and vim.fn.fnamemodify(git, ":p:h:h") or vim.fn.fnamemodify(file, ":p:h")
end

local function settings(options)
  local found = vim.empty_dict()
  for name, value in pairs(options) do
    if name ~= "cmd" and name ~= "on_attach" and name ~= "capabilities" then
      found[name] = value
    end
  end
  return found
end

local function start(options, buffer)
  local root = root_of(buffer)
  local config = {
    name = "rubric",
    cmd = options.cmd or { "rubric", "lsp" },
    root_dir = root,
    init_options = settings(options),
    on_attach = options.on_attach,
    capabilities = options.capabilities,
  }
  if vim.lsp.start then
    return vim.lsp.start(config, { bufnr = buffer })
  end
  clients[root] = clients[root] or vim.lsp.start_client(config)
  vim.lsp.buf_attach_client(buffer, clients[root])
end

function M.setup(options)
  options = options or {}
  local command = (options.cmd or { "rubric" })[1]
  vim.api.nvim_create_autocmd("FileType", {
    group = vim.api.nvim_create_augroup("rubric", {}),
    pattern = "rubric",
    callback = function(event)
      if vim.fn.executable(command) == 1 then
        start(options, event.buf)
      else
        vim.notify_once("rubric: there is no command " .. command .. "; colours work without it", vim.log.levels.WARN)
      end
    end,
  })
end

return M
